import { createHash } from "node:crypto";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  CreateApplicationCommand,
  CreateApplicationVersionCommand,
  ServerlessApplicationRepositoryClient,
} from "@aws-sdk/client-serverlessapplicationrepository";
import { zipSync } from "fflate";
import { bundledCode } from "../../../components/compute/bundle";
import { UsageError, type Verb } from "../../command/verb";
import { application, ENTRY, recordReferences } from "../application";
import { metadata } from "../metadata";
import { template } from "../template";

export const publish: Verb = {
  name: "publish",
  about: `Puts the archive of the code into a bucket and publishes the template: a new application, private to the account, or a
new version of one. The bucket's policy must let serverlessrepo.amazonaws.com read the archive.`,
  options: {
    bucket: { type: "string" },
    region: { type: "string" },
    application: { type: "string" },
    author: { type: "string" },
    source: { type: "string" },
    "dry-run": { type: "boolean" },
  },
  optionHelp: {
    "--bucket NAME": "bucket for the archive of the code",
    "--region NAME": "region of the application; default AWS_REGION",
    "--application ARN": "the application that gets a new version; default a new one",
    "--author NAME": "who publishes; default `platform`",
    "--source URL": "where the source is; needed to share with everybody",
    "--dry-run": "say what would be done, and call nothing",
  },
  async run({ values }) {
    const { bucket, application: arn, author = "platform", source, region } = values as Record<string, string>;
    if (!bucket) throw new UsageError("Say where the code goes: --bucket NAME.");
    const archive = zipSync({ "index.js": Buffer.from(bundledCode(ENTRY)) }, { mtime: "1980-01-01T00:00:00Z" });
    const hash = createHash("sha256").update(archive).digest("hex");
    const key = `keyed-api/${hash}.zip`;
    const shown = metadata(author, source);
    const TemplateBody = JSON.stringify(template(await recordReferences(application), { bucket, key }, { ...shown }));
    const { SemanticVersion, SourceCodeUrl } = shown;
    if (values["dry-run"]) {
      console.log(`Would put s3://${bucket}/${key} (${archive.length} bytes)`);
      console.log(`Would publish ${arn ?? `a new private application ${shown.Name}`}, version ${SemanticVersion}`);
      return 0;
    }
    const s3 = new S3Client({ region });
    const repository = new ServerlessApplicationRepositoryClient({ region });
    try {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: archive }));
      if (arn) {
        await repository.send(
          new CreateApplicationVersionCommand({ ApplicationId: arn, SemanticVersion, TemplateBody, SourceCodeUrl }),
        );
        console.log(`Published version ${SemanticVersion} of ${arn}`);
      } else {
        const { Name, Description, Author, SpdxLicenseId, Labels } = shown;
        const { ApplicationId } = await repository.send(
          new CreateApplicationCommand({
            Name,
            Description,
            Author,
            SpdxLicenseId,
            Labels,
            SemanticVersion,
            SourceCodeUrl,
            TemplateBody,
          }),
        );
        console.log(`Published ${ApplicationId}, private to the account`);
      }
    } finally {
      s3.destroy();
      repository.destroy();
    }
    return 0;
  },
};
