import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { KeyedApi } from "../../../components/api/keyed-api";
import { Table } from "../../../components/data/table";
import { Key } from "../../../components/encryption/key";
import { pythonEnvironment } from "../../../sandbox/emulator/python-environment";
import { sandboxPaths } from "../../../sandbox/emulator/sandbox-paths";
import { application, recordReferences } from "../../../tools/serverless-repository/application";
import { metadata } from "../../../tools/serverless-repository/metadata";
import { withFunctions } from "../../../tools/serverless-repository/references";
import { sharing } from "../../../tools/serverless-repository/sharing";
import { template, type Template } from "../../../tools/serverless-repository/template";

const code = { bucket: "code", key: "keyed.zip" };
const make = async (program: () => void) =>
  template(await recordReferences(program), code, { ...metadata("platform") });

describe("the template for the Serverless Application Repository", function () {
  this.timeout(180_000);
  let made: Template;
  before(async () => (made = await make(application)));

  const lint = async (text: object) => {
    const folder = mkdtempSync(path.join(tmpdir(), "template-"));
    const file = path.join(folder, "template.json");
    writeFileSync(file, JSON.stringify(text));
    // cfn-lint comes, pinned and hashed, with the emulators.
    const cfnLint = path.join(await pythonEnvironment(sandboxPaths()), "cfn-lint");
    try {
      return (await promisify(execFile)(cfnLint, ["--regions", "us-east-1", "--", file])).stdout;
    } catch (error) {
      return (error as { stdout: string }).stdout;
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  it("passes cfn-lint, which finds what is wrong", async () => {
    expect(await lint(made)).to.equal("");
    const wrong = structuredClone(made);
    wrong.Resources["KeyedApiStage"]!.Properties["DeploymentId"] = { Ref: "Nothing" };
    expect(await lint(wrong)).to.match(/^E\d+ .*Nothing/m);
  });

  it("has a method that asks for a key and a signature, and a plan bound to key and stage", () => {
    const { Resources } = made;
    expect(Resources["KeyedApiGetPing"]!.Properties).to.deep.include({
      HttpMethod: "GET",
      AuthorizationType: "AWS_IAM",
      ApiKeyRequired: true,
    });
    expect(Resources["KeyedApiUsagePlan"]!.Properties).to.deep.include({
      ApiStages: [{ ApiId: { Ref: "KeyedApiApi" }, Stage: { Ref: "KeyedApiStage" } }],
      Quota: { Limit: 10_000, Period: "MONTH" },
      Throttle: { RateLimit: 10, BurstLimit: 20 },
    });
    expect(Resources["KeyedApiPlanKeyFirst"]!.Properties).to.deep.equal({
      UsagePlanId: { Ref: "KeyedApiUsagePlan" },
      KeyId: { Ref: "KeyedApiKeyFirst" },
      KeyType: "API_KEY",
    });
    expect(Resources["KeyedApiDeployment"]!.DependsOn).to.deep.equal(["KeyedApiGetPing"]);
  });

  it("calls the function by its alias alone, which only this method may", () => {
    const { Resources } = made;
    expect(Resources["KeyedFunctionFunction"]).to.deep.include({ Type: "AWS::Serverless::Function" });
    expect(Resources["KeyedFunctionFunction"]!.Properties).to.deep.include({
      AutoPublishAlias: "live",
      CodeUri: { Bucket: "code", Key: "keyed.zip" },
      Role: { "Fn::GetAtt": ["KeyedFunctionRole", "Arn"] },
    });
    const permission = Object.values(Resources).find(({ Type }) => Type === "AWS::Lambda::Permission")!;
    expect(permission.Properties).to.deep.include({
      FunctionName: { Ref: "KeyedFunctionFunctionAliaslive" },
      SourceArn: {
        "Fn::Sub": "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${KeyedApiApi}/*/GET/ping",
      },
    });
    const integration = Resources["KeyedApiGetPing"]!.Properties["Integration"] as Record<string, object>;
    expect(integration["Uri"]).to.deep.equal({
      "Fn::Sub":
        "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${KeyedFunctionFunctionAliaslive}/invocations",
    });
  });

  it("holds no account, region or reference that was not made", () => {
    expect(JSON.stringify(made)).not.to.match(/<<|>>|\d{12}|us-east-1|eu-west-1|Symbol/);
  });

  it("names a type and an input that it has no place for", async () => {
    const failure = (program: () => void) =>
      make(program).then(
        () => "it went well",
        (error: Error) => error.message,
      );
    const key = () => new Key("k", { description: "d", services: ["logs"] });
    const withTable = await failure(() => {
      application();
      new Table("t", { key: key(), partitionKey: { name: "id", type: "S" } });
    });
    expect(withTable).to.match(/no place for aws:dynamodb\/table:Table \(t/);
    const withModel = await failure(() => {
      new KeyedApi("m", {
        description: "d",
        key: key(),
        entry: "functions/keyed/ping.ts",
        method: "POST",
        requestModel: { type: "object" },
        clients: ["a"],
      });
    });
    expect(withModel).to.match(/no place for (aws:apigateway\/model:Model|the input requestModels)/);
  });

  it("escapes the braces of a text that has references", () => {
    expect(withFunctions({ a: ["${x} <<B.Arn>> <<C>>", "<<B.Arn>>", "<<C>>", "${x}"] })).to.deep.equal({
      a: [{ "Fn::Sub": "${!x} ${B.Arn} ${C}" }, { "Fn::GetAtt": ["B", "Arn"] }, { Ref: "C" }, "${x}"],
    });
  });
});

describe("sharing an application", () => {
  it("is with accounts, or with everybody where the source can be read", () => {
    expect(sharing(["111122223333"], false, undefined)).to.deep.equal({
      principals: ["111122223333"],
      isPublic: false,
    });
    expect(sharing([], true, "https://example.com/repository")).to.deep.equal({ principals: ["*"], isPublic: true });
  });

  it("is refused with everybody without a source, with nobody, and with what is no account", () => {
    expect(() => sharing([], true, undefined)).to.throw("no link to its source");
    expect(() => sharing([], false, undefined)).to.throw("--with ACCOUNT, or --public");
    expect(() => sharing(["*"], false, undefined)).to.throw("12 digits");
    expect(() => sharing(["111122223333"], true, "https://example.com/x")).to.throw("not both");
    expect(() => metadata("platform", "ftp://example.com")).to.throw("use https://");
  });
});
