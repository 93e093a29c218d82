import { createHash } from "node:crypto";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  CreateApplicationCommand,
  CreateApplicationVersionCommand,
  ServerlessApplicationRepositoryClient,
  UpdateApplicationCommand,
} from "@aws-sdk/client-serverlessapplicationrepository";
import { zipSync } from "fflate";
import { bundledCode } from "../../../components/compute/bundle";
import { UsageError, type Verb } from "../../command/verb";
import { application, ENTRY, recordReferences } from "../application";
import { documents } from "../documents";
import { metadata } from "../metadata";
import { template } from "../template";

export const publish: Verb = {
  name: "publish",
  about: `Puts the archive of the code into a bucket and publishes the template: a new application, private to the account, or a
new version of one. The bucket's policy must let serverlessrepo.amazonaws.com read the archive. A new application gets the
licence in LICENSE, which cannot be given or changed later; description and readme are renewed with each version.`,
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
    "--author NAME": "who publishes; default `platform`, and for a new version whoever published before",
    "--source URL": "where the source is; needed to share with everybody",
    "--dry-run": "say what would be done, and call nothing",
  },
  async run({ values, json }) {
    const { bucket, application: arn, author, source, region } = values as Record<string, string | undefined>;
    if (!bucket) throw new UsageError("Say where the code goes: --bucket NAME.");
    const archive = zipSync({ "index.js": Buffer.from(bundledCode(ENTRY)) }, { mtime: "1980-01-01T00:00:00Z" });
    const hash = createHash("sha256").update(archive).digest("hex");
    const key = `keyed-api/${hash}.zip`;
    const shown = metadata(author, source);
    const TemplateBody = JSON.stringify(template(await recordReferences(application), { bucket, key }, { ...shown }));
    const { Name, Description, Author, SpdxLicenseId, Labels, SemanticVersion, SourceCodeUrl } = shown;
    const { LicenseBody, ReadmeBody } = documents();
    const done = { application: arn, version: SemanticVersion, archive: `s3://${bucket}/${key}` };
    if (values["dry-run"]) {
      const text = arn
        ? `Would publish ${arn}, version ${SemanticVersion}, and renew its description and readme`
        : `Would publish a new private application ${Name}, version ${SemanticVersion}, with the licence ${SpdxLicenseId}`;
      if (json) console.log(JSON.stringify({ ...done, dryRun: true }));
      else console.log(`Would put ${done.archive} (${archive.length} bytes)\n${text}`);
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
        await repository.send(
          // The author stays unless another is given.
          new UpdateApplicationCommand({ ApplicationId: arn, Description, Author: author, Labels, ReadmeBody }),
        );
        console.log(json ? JSON.stringify(done) : `Published version ${SemanticVersion} of ${arn}`);
      } else {
        const { ApplicationId } = await repository.send(
          new CreateApplicationCommand({
            Name,
            Description,
            Author,
            SpdxLicenseId,
            LicenseBody,
            ReadmeBody,
            Labels,
            SemanticVersion,
            SourceCodeUrl,
            TemplateBody,
          }),
        );
        const text = `Published ${ApplicationId}, private to the account`;
        console.log(json ? JSON.stringify({ ...done, application: ApplicationId }) : text);
      }
    } finally {
      s3.destroy();
      repository.destroy();
    }
    return 0;
  },
};
