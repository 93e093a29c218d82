import { expect } from "chai";
import { repositoryRoot } from "../../../stacks/config";
import { releasedFunctions } from "../../../stacks/config/released-functions";
import { releaseProbes } from "../../../stacks/systems/release-probes";
import { readGolden } from "../../../tools/plan/golden";
import { markers, typeAt } from "../../../tools/plan/plan";
import type { Recorded } from "../../support/record";
import { recordPlatform } from "./platform";

const GROUP = "aws:codedeploy/deploymentGroup:DeploymentGroup";
const ALIAS = "aws:lambda/alias:Alias";
/** The functions of docs/decisions/0041-what-moves-at-once.md, without the hooks. */
const AT_ONCE = [
  "release-start",
  "release-wait",
  "events-api-authorizer",
  "intake-api-authorizer",
  "keyed-api-authorizer",
  "students-api-authorizer",
  "trends-api-authorizer",
  "storeEvent",
  "deliverEvent",
  "keepFailedEvent",
  "replayEvents",
  "seedTransfer",
  "prepareTuning",
  "measureTuning",
  "cleanTuning",
  "analyzeTuning",
  "migrateRecords",
  "prod-alarm-mail",
  "prod-alarm-digest",
];

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

  it("releases every function that it can in production, where nothing else is said", async () => {
    const systems = { identity: {}, web: {}, students: {}, keyed: {}, release: {} };
    const platform = await recordPlatform({
      "platform:production": "true",
      "platform:systems": JSON.stringify(systems),
    });
    const functions = ["add-student", "get-student", "keyed"];
    expect(platform.ofType(GROUP).map(({ inputs }) => inputs["appName"])).to.have.members(
      functions.map((name) => `dev-${name}`),
    );
    const progressive = platform.ofType(ALIAS).filter(({ ignoreChanges }) => ignoreChanges.length > 0);
    expect(progressive.map(({ inputs }) => inputs["functionName"])).to.have.members([
      "addStudentDetails",
      "getStudentDetails",
      "keyed",
    ]);
  });

  it("has a probe for each function, which says what the function must answer", () => {
    expect(Object.keys(releaseProbes)).to.have.members(releasedFunctions);
  });

  describe("in the committed plan of production", () => {
    const { resources } = readGolden(repositoryRoot, "prod")!;
    const ofType = (type: string) =>
      Object.entries(resources)
        .filter(([urn]) => typeAt(urn) === type)
        .map(([urn, resource]) => ({ urn, ...resource, inputs: resource.inputs as Record<string, any> }));

    it("moves nothing at once that can be released", () => {
      const groups = ofType(GROUP).map(({ inputs }) => inputs);
      expect(groups.map(({ appName }) => appName as string)).to.have.members(
        releasedFunctions.map((name) => `prod-${name}`),
      );
      for (const { appName, deploymentConfigName } of groups)
        expect(deploymentConfigName, appName as string).to.match(/^CodeDeployDefault\.Lambda(Canary|Linear)10Percent/);
    });

    it("watches alarms that there are", () => {
      const alarms = ofType("aws:cloudwatch/metricAlarm:MetricAlarm").map(({ inputs }) => inputs["name"] as string);
      for (const { inputs } of ofType(GROUP)) {
        const { appName, alarmConfiguration } = inputs;
        expect(alarmConfiguration.alarms, appName as string).to.have.length(3);
        expect(alarms).to.include.members(alarmConfiguration.alarms as string[]);
      }
    });

    it("has composite alarms with rules that CloudWatch takes", () => {
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
      for (const { urn, inputs } of ofType("aws:cloudwatch/compositeAlarm:CompositeAlarm"))
        expect((inputs["alarmRule"] as string).length, urn).to.be.below(8_000);
    });

    it("leaves to the engine the aliases alone of which a decision says why", () => {
      const aliases = ofType(ALIAS).map(({ inputs, ignoreChanges = [] }) => ({
        name: inputs["functionName"] as string,
        atOnce: !ignoreChanges.includes("functionVersion"),
      }));
      const started = ofType("aws:lambda/invocation:Invocation").flatMap(
        ({ inputs }) => (inputs["input"]?.[markers.json]?.functionName as string | undefined) ?? [],
      );
      expect(aliases.filter(({ atOnce }) => !atOnce).map(({ name }) => name)).to.have.members(started);
      const hooks = releasedFunctions.flatMap((name) => [`${name}-before`, `${name}-after`]);
      expect(aliases.filter(({ atOnce }) => atOnce).map(({ name }) => name)).to.have.members([...AT_ONCE, ...hooks]);
    });
  });
});
