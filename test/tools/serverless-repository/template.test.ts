import { expect } from "chai";
import { KeyedApi } from "../../../components/api/keyed-api";
import { Table } from "../../../components/data/table";
import { Key } from "../../../components/encryption/key";
import { application } from "../../../tools/serverless-repository/application";
import { withFunctions } from "../../../tools/serverless-repository/references";
import type { Template } from "../../../tools/serverless-repository/template";
import { lint, make } from "./support/made";

describe("the template for the Serverless Application Repository", function () {
  this.timeout(180_000);
  let made: Template;
  before(async () => (made = await make(application)));

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
