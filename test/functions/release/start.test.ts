import "../support/environment";
import {
  CodeDeployClient,
  CreateDeploymentCommand,
  GetDeploymentCommand,
  ListDeploymentsCommand,
} from "@aws-sdk/client-codedeploy";
import { GetAliasCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { createHash } from "node:crypto";
import { handler } from "../../../functions/release/start";
import sample from "../../../functions/release/start.events/next-version.json";
import { useAwsMock } from "../support/aws-mock";
import { capturedOutput } from "../support/captured-output";
import { lambdaContext } from "../support/lambda-context";

describe("release start", () => {
  const codedeploy = useAwsMock(CodeDeployClient);
  const lambda = useAwsMock(LambdaClient);
  const call = async (event: unknown = sample) => (await capturedOutput(() => handler(event, lambdaContext()))).result;
  const refused = (event: unknown = sample) =>
    call(event).then(
      () => expect.fail("it went well"),
      (error: Error) => error.message,
    );

  beforeEach(() => {
    lambda().on(GetAliasCommand).resolves({ FunctionVersion: "1" });
    codedeploy().on(ListDeploymentsCommand).resolves({ deployments: [] });
    codedeploy().on(CreateDeploymentCommand).resolves({ deploymentId: "d-1" });
  });

  it("creates a deployment from the alias's version to the new one, with both hooks", async () => {
    expect(await call()).to.deep.equal({ status: "Started", deploymentId: "d-1", from: "1", to: "2" });
    const [created] = codedeploy().commandCalls(CreateDeploymentCommand);
    const { revision, ...rest } = created!.args[0].input;
    expect(rest).to.deep.equal({
      applicationName: "dev-store-students",
      deploymentGroupName: "dev-store-students",
      description: "storeStudents: version 2 through live",
    });
    const { content, sha256 } = revision!.appSpecContent!;
    expect(sha256).to.equal(createHash("sha256").update(content!).digest("hex"));
    expect(JSON.parse(content!)).to.deep.equal({
      version: "0.0",
      Resources: [
        {
          released: {
            Type: "AWS::Lambda::Function",
            Properties: { Name: "storeStudents", Alias: "live", CurrentVersion: "1", TargetVersion: "2" },
          },
        },
      ],
      Hooks: [{ BeforeAllowTraffic: "store-students-before" }, { AfterAllowTraffic: "store-students-after" }],
    });
  });

  it("does nothing where the alias is there already, as at the first deployment", async () => {
    expect(await call({ ...sample, version: "1" })).to.deep.equal({ status: "NotNeeded", version: "1" });
    expect(codedeploy().calls()).to.have.length(0);
  });

  it("does not take an alias between two versions for one that is there", async () => {
    lambda()
      .on(GetAliasCommand)
      .resolves({ FunctionVersion: "1", RoutingConfig: { AdditionalVersionWeights: { "2": 0.1 } } });
    expect(await call({ ...sample, version: "1" })).to.include({ status: "Started" });
  });

  it("finds its own release again, and refuses beside another", async () => {
    codedeploy()
      .on(ListDeploymentsCommand)
      .resolves({ deployments: ["d-0"] });
    codedeploy()
      .on(GetDeploymentCommand)
      .resolves({ deploymentInfo: { description: "storeStudents: version 2 through live" } });
    expect(await call()).to.deep.equal({ status: "UnderWay", deploymentId: "d-0", from: "1", to: "2" });
    codedeploy()
      .on(GetDeploymentCommand)
      .resolves({ deploymentInfo: { description: "storeStudents: version 3 through live" } });
    expect(await refused()).to.match(/d-0 .* is under way \(storeStudents: version 3.*stop it in CodeDeploy/);
    expect(codedeploy().commandCalls(CreateDeploymentCommand)).to.have.length(0);
  });

  it("refuses an event without a version", async () => {
    expect(await refused({ ...sample, version: "$LATEST" })).to.contain("version must be the number of a version");
    expect(lambda().calls()).to.have.length(0);
  });
});
