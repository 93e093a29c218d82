import { expect } from "chai";
import { ApiGatewayLogging } from "../../../components/baseline/api-gateway-logging";
import { application, recordReferences } from "../../../tools/serverless-repository/application";
import { documents } from "../../../tools/serverless-repository/documents";
import { metadata } from "../../../tools/serverless-repository/metadata";
import type { Template } from "../../../tools/serverless-repository/template";
import { lint, make } from "./support/made";

describe("the role for logs in the published application", function () {
  this.timeout(180_000);
  let made: Template;
  before(async () => (made = await make(application)));

  it("is made where a parameter says so, and only there", () => {
    const { Description, ...parameter } = made.Parameters["MakeLogRole"]!;
    expect(parameter).to.deep.equal({ Type: "String", AllowedValues: ["true", "false"], Default: "false" });
    expect(Description).to.match(/role with which API Gateway writes logs.*only where none is set/);
    expect(made.Conditions).to.deep.equal({ MakesLogRole: { "Fn::Equals": [{ Ref: "MakeLogRole" }, "true"] } });
    const conditional = Object.entries(made.Resources).filter(([, { Condition }]) => Condition !== undefined);
    expect(conditional.map(([name, { Condition }]) => [name, Condition])).to.deep.equal([
      ["ApiGatewayLogRole", "MakesLogRole"],
      ["ApiGatewayLogAccount", "MakesLogRole"],
    ]);
    expect(made.Resources["ApiGatewayLogAccount"]!.Properties).to.deep.equal({
      CloudWatchRoleArn: { "Fn::GetAtt": ["ApiGatewayLogRole", "Arn"] },
    });
  });

  it("may do what the baseline's role may, for whom the baseline's role works", async () => {
    const baseline = await recordReferences(() => void new ApiGatewayLogging("logs", { region: "eu-west-1" }));
    const inputs = (type: string) => baseline.find((each) => each.type === type)!.inputs;
    const { Properties } = made.Resources["ApiGatewayLogRole"]!;
    expect(Properties["AssumeRolePolicyDocument"]).to.deep.equal(
      JSON.parse(inputs("aws:iam/role:Role")["assumeRolePolicy"] as string),
    );
    const policy = inputs("aws:iam/rolePolicyAttachment:RolePolicyAttachment")["policyArn"] as string;
    expect(Properties["ManagedPolicyArns"]).to.deep.equal([
      { "Fn::Sub": policy.replace("<<AWS::Partition>>", "${AWS::Partition}") },
    ]);
    expect(Properties).to.have.all.keys("Description", "AssumeRolePolicyDocument", "ManagedPolicyArns");
  });

  it("stays when the application goes, since other APIs log by it", () => {
    for (const name of ["ApiGatewayLogRole", "ApiGatewayLogAccount"])
      expect(made.Resources[name]).to.include({ DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain" });
  });

  it("is waited for by the stage through a property, since cfn-lint refuses DependsOn on what may not be made", async () => {
    const stage = made.Resources["KeyedApiStage"]!;
    expect(stage.Properties["Tags"]).to.deep.equal([
      { Key: "log-role", Value: { "Fn::If": ["MakesLogRole", { Ref: "ApiGatewayLogAccount" }, "of the account"] } },
    ]);
    expect(stage.DependsOn).not.to.include("ApiGatewayLogAccount");
    const direct = structuredClone(made);
    direct.Resources["KeyedApiStage"]!.DependsOn!.push("ApiGatewayLogAccount");
    expect(await lint(direct)).to.match(/^E3005 .*ApiGatewayLogAccount/m);
    const unconditional = structuredClone(made);
    unconditional.Resources["KeyedApiStage"]!.Properties["Tags"] = [
      { Key: "log-role", Value: { Ref: "ApiGatewayLogAccount" } },
    ];
    expect(await lint(unconditional)).to.match(/^W1001 .*ApiGatewayLogAccount/m);
  });

  it("is told of before anybody deploys: in the description, which is short enough, and in the readme", () => {
    const { Description } = metadata();
    expect(Description).to.include("MakeLogRole=true");
    expect(Description.length).to.be.at.most(256);
    expect(made.Description).to.equal(Description);
    const { ReadmeBody } = documents();
    expect(ReadmeBody).to.include("CloudWatch Logs role ARN must be set in account settings to enable logging");
    for (const name of [...Object.keys(made.Parameters), ...Object.keys(made.Outputs)])
      expect(ReadmeBody).to.include(`\`${name}\``);
  });
});
