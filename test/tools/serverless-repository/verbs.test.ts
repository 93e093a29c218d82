import { readFileSync } from "node:fs";
import * as path from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { ServerlessApplicationRepositoryClient } from "@aws-sdk/client-serverlessapplicationrepository";
import { expect } from "chai";
import { repositoryRoot } from "../../../stacks/config";
import type { Verb } from "../../../tools/command/verb";
import type { Template } from "../../../tools/serverless-repository/template";
import { publish } from "../../../tools/serverless-repository/verbs/publish";
import { share } from "../../../tools/serverless-repository/verbs/share";
import { sentCommands } from "./support/sent-commands";

const ARN = "arn:aws:serverlessrepo:eu-west-1:111122223333:applications/keyed-api";
const licence = readFileSync(path.join(repositoryRoot, "LICENSE"), "utf8");

describe("the verbs of npm run repository", function () {
  this.timeout(60_000);
  const { sent, answers } = sentCommands(S3Client, ServerlessApplicationRepositoryClient);
  const names = () => sent.map(({ name }) => name);

  /** Calls a verb, and gives what it says. */
  const said = async (verb: Verb, values: Record<string, string | boolean | string[]>, json = false) => {
    const lines: string[] = [];
    const { log } = console;
    console.log = (line: string) => void lines.push(line);
    try {
      expect(await verb.run({ values: { region: "eu-west-1", ...values }, positionals: [], json })).to.equal(0);
    } finally {
      console.log = log;
    }
    return lines.join("\n");
  };

  it("publish gives a new application the repository's licence and a readme, which cannot be given later", async () => {
    answers["CreateApplicationCommand"] = { ApplicationId: ARN };
    const text = await said(publish, { bucket: "code", source: "https://example.com/x" });
    expect(text).to.equal(`Published ${ARN}, private to the account`);
    expect(names()).to.deep.equal(["PutObjectCommand", "CreateApplicationCommand"]);
    const { TemplateBody, ...input } = sent[1]!.input;
    expect(input).to.deep.include({
      Name: "keyed-api",
      Author: "platform",
      SpdxLicenseId: "MIT",
      LicenseBody: licence,
      SourceCodeUrl: "https://example.com/x",
    });
    expect(licence).to.match(/^MIT License\n/);
    expect(input["ReadmeBody"])
      .to.match(/^# keyed-api\n/)
      .and.to.include("MakeLogRole");
    // Only one of each pair may be sent.
    expect(input).not.to.have.any.keys("LicenseUrl", "ReadmeUrl", "TemplateUrl");
    const { Bucket, Key } = sent[0]!.input;
    const { Resources } = JSON.parse(TemplateBody as string) as Template;
    expect(Resources["KeyedFunctionFunction"]!.Properties["CodeUri"]).to.deep.equal({ Bucket, Key });
  });

  it("publish renews description and readme with a new version, and the author where one is given", async () => {
    const text = await said(publish, { bucket: "code", application: ARN });
    expect(text).to.match(/^Published version \d+\.\d+\.\d+ of arn:/);
    expect(names()).to.deep.equal(["PutObjectCommand", "CreateApplicationVersionCommand", "UpdateApplicationCommand"]);
    expect(sent[1]!.input["ApplicationId"]).to.equal(ARN);
    const update = () => sent.at(-1)!.input;
    expect(update()["ApplicationId"]).to.equal(ARN);
    expect(update()["Description"]).to.include("MakeLogRole");
    expect(update()["ReadmeBody"]).to.include("MakeLogRole");
    expect(update()["Author"]).to.equal(undefined);
    await said(publish, { bucket: "code", application: ARN, author: "team-a" });
    expect(update()["Author"]).to.equal("team-a");
  });

  it("publish calls nothing in a dry run, and says what it would do", async () => {
    expect(await said(publish, { bucket: "code", "dry-run": true })).to.match(
      /^Would put s3:\/\/code\/keyed-api\/[0-9a-f]{64}\.zip \(\d+ bytes\)\nWould publish a new private application keyed-api, .*licence MIT$/,
    );
    const json = JSON.parse(await said(publish, { bucket: "code", application: ARN, "dry-run": true }, true)) as object;
    expect(json).to.include({ application: ARN, dryRun: true });
    expect(names()).to.deep.equal([]);
  });

  it("share asks the repository for source and licence before everybody may deploy it", async () => {
    const Version = { SourceCodeUrl: "https://example.com/x" };
    const failure = () =>
      said(share, { application: ARN, public: true }).then(
        () => "it went well",
        (error: Error) => error.message,
      );
    answers["GetApplicationCommand"] = { Version };
    expect(await failure())
      .to.include("no licence")
      .and.to.include("publish it again without --application");
    answers["GetApplicationCommand"] = { LicenseUrl: "https://example.com/licence" };
    expect(await failure()).to.include("no link to its source");
    expect(names()).not.to.include("PutApplicationPolicyCommand");
    answers["GetApplicationCommand"] = { Version, LicenseUrl: "https://example.com/licence" };
    expect(await failure()).to.equal("it went well");
    expect(sent.at(-1)!.input).to.deep.equal({
      ApplicationId: ARN,
      Statements: [{ StatementId: "deploy", Principals: ["*"], Actions: ["Deploy"] }],
    });
  });

  it("share needs neither for accounts, and calls nothing in a dry run", async () => {
    expect(await said(share, { application: ARN, with: ["111122223333"] })).to.equal(`Shared ${ARN} with 111122223333`);
    sent.length = 0;
    const values = { application: ARN, public: true, source: "https://example.com/x", "dry-run": true };
    expect(await said(share, values)).to.equal(`Would share ${ARN} with *, if it has a licence`);
    expect(JSON.parse(await said(share, values, true))).to.deep.equal({
      application: ARN,
      principals: ["*"],
      dryRun: true,
    });
    expect(names()).to.deep.equal([]);
  });
});
