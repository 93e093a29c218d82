import {
  GetApplicationCommand,
  PutApplicationPolicyCommand,
  ServerlessApplicationRepositoryClient,
} from "@aws-sdk/client-serverlessapplicationrepository";
import { UsageError, type Verb } from "../../command/verb";
import { sharing } from "../sharing";

export const share: Verb = {
  name: "share",
  about: `Lets other accounts, or everybody, deploy a published application; what was shared before is replaced. Everybody only
where the application links to its source and has a licence, as the verb publish gives them.`,
  options: {
    application: { type: "string" },
    region: { type: "string" },
    with: { type: "string", multiple: true },
    public: { type: "boolean" },
    source: { type: "string" },
    "dry-run": { type: "boolean" },
  },
  optionHelp: {
    "--application ARN": "the published application",
    "--with ACCOUNT": "an account that may deploy it; may be given more than once",
    "--public": "everybody may",
    "--region NAME": "region of the application; default AWS_REGION",
    "--source URL": "with --dry-run: the source that the application is taken to link to",
    "--dry-run": "say what would be done, and call nothing",
  },
  async run({ values, json }) {
    const { application: ApplicationId, region, source } = values as Record<string, string>;
    if (!ApplicationId) throw new UsageError("Say what to share: --application ARN.");
    const accounts = (values["with"] ?? []) as string[];
    const isPublic = values["public"] === true;
    if (values["dry-run"]) {
      const { principals } = sharing(accounts, isPublic, { source, licence: "not asked for" });
      const condition = isPublic ? ", if it has a licence" : "";
      const text = `Would share ${ApplicationId} with ${principals.join(", ")}${condition}`;
      console.log(json ? JSON.stringify({ application: ApplicationId, principals, dryRun: true }) : text);
      return 0;
    }
    const repository = new ServerlessApplicationRepositoryClient({ region });
    try {
      const { Version, LicenseUrl } = await repository.send(new GetApplicationCommand({ ApplicationId }));
      const { principals } = sharing(accounts, isPublic, { source: Version?.SourceCodeUrl, licence: LicenseUrl });
      await repository.send(
        new PutApplicationPolicyCommand({
          ApplicationId,
          Statements: [{ StatementId: "deploy", Principals: principals, Actions: ["Deploy"] }],
        }),
      );
      const text = `Shared ${ApplicationId} with ${principals.join(", ")}`;
      console.log(json ? JSON.stringify({ application: ApplicationId, principals }) : text);
    } finally {
      repository.destroy();
    }
    return 0;
  },
};
