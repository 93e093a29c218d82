import { expect } from "chai";
import { releaseProbes } from "../../../stacks/systems/release-probes";
import type { Recorded } from "../../support/record";
import { recordPlatform } from "./platform";

const GROUP = "aws:codedeploy/deploymentGroup:DeploymentGroup";
const ALIAS = "aws:lambda/alias:Alias";

function recordRelease(settings: object, values: Record<string, unknown> = {}): Promise<Recorded<unknown>> {
  const systems = { identity: {}, students: {}, intake: {}, web: {}, release: settings };
  return recordPlatform({ "platform:systems": JSON.stringify(systems), ...values });
}

describe("release", function () {
  this.timeout(60_000);

  it("releases the storing function step by step, and leaves all others to the engine", async () => {
    const platform = await recordRelease({});
    const group = platform.one(GROUP).inputs;
    expect(group["deploymentConfigName"]).to.equal("CodeDeployDefault.LambdaCanary10Percent5Minutes");
    const alarms = platform
      .ofType("aws:cloudwatch/metricAlarm:MetricAlarm")
      .map(({ inputs }) => inputs["name"] as string);
    const { alarms: watched } = group["alarmConfiguration"] as { alarms: string[] };
    expect(watched).to.deep.equal([
      "dev-store-students-store-students-release-new-version-errors",
      "dev-intake-store-students-errors",
      "dev-intake-store-students-throttles",
    ]);
    // Names alone would not tell of an alarm that is called otherwise.
    expect(alarms).to.include.members(watched);
    const progressive = platform.ofType(ALIAS).filter(({ ignoreChanges }) => ignoreChanges.length > 0);
    expect(progressive.map(({ name }) => name)).to.deep.equal(["store-students-alias"]);
  });

  it("releases those that are configured, by the strategy that is", async () => {
    const functions = ["store-students", "add-student", "get-student"];
    const platform = await recordRelease({ functions, strategy: "linear" });
    expect(platform.ofType(GROUP).map(({ inputs }) => inputs["deploymentConfigName"])).to.deep.equal(
      functions.map(() => "CodeDeployDefault.LambdaLinear10PercentEvery1Minute"),
    );
    const start = platform.one("aws:lambda/invocation:Invocation", "add-student-release-start").inputs;
    expect(JSON.parse(start["input"] as string)).to.deep.include({
      functionName: "addStudentDetails",
      aliasName: "addstudentinfo",
      preTraffic: "add-student-before",
      postTraffic: "add-student-after",
    });
  });

  it("has a probe for each function, which says what the function must answer", () => {
    expect(Object.keys(releaseProbes)).to.deep.equal(["store-students", "add-student", "get-student"]);
  });
});
