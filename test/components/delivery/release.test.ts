import { expect } from "chai";
import type { Function } from "../../../components/compute/function";
import { Release, type ReleaseArgs, type ReleaseStrategy } from "../../../components/delivery/release";
import { ReleaseProbe } from "../../../components/delivery/release-probe";
import { ReleaseStarter } from "../../../components/delivery/release-starter";
import { Topic } from "../../../components/messaging/topic";
import { errorOf, record, recordBoth, type Recorded } from "../../support/record";
import { makeFunction, makeKey, makeQueue, statementsOf } from "../compute/support";

const ARN = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:111122223333:${rest}`;
const GROUP = "aws:codedeploy/deploymentGroup:DeploymentGroup";
const CONFIG = "aws:codedeploy/deploymentConfig:DeploymentConfig";
const INVOCATION = "aws:lambda/invocation:Invocation";

function makeRelease(more: Partial<ReleaseArgs> = {}) {
  const key = makeKey();
  const fn = more.function ?? makeFunction("store", { progressiveDeployment: true }, key);
  const hook = (phase: "before" | "after") =>
    new ReleaseProbe(`store-${phase}`, { function: fn, phase, probe: { event: { a: 1 }, expected: {} }, key }).function;
  return new Release("store-release", {
    function: fn,
    starter: new ReleaseStarter("release", { key }),
    preTraffic: hook("before"),
    postTraffic: hook("after"),
    topics: { critical: ARN("sns", "critical"), warning: ARN("sns", "warning") },
    ...more,
  });
}

/** Inline policies of a role, by name. */
function policies({ ofType }: Recorded<unknown>, role: string): Record<string, unknown> {
  return Object.fromEntries(
    ofType("aws:iam/rolePolicy:RolePolicy")
      .filter(({ inputs }) => inputs["role"] === role)
      .map(({ inputs }) => [inputs["name"], statementsOf(inputs["policy"])]),
  );
}

describe("Release", function () {
  this.timeout(60_000);

  it("leaves the alias to CodeDeploy and watches the new version's own errors", async () => {
    const { one } = await record(() => makeRelease({ alarmNames: ["store-errors"] }));
    expect(one("aws:lambda/alias:Alias", "store-alias").ignoreChanges).to.deep.equal([
      "functionVersion",
      "routingConfig",
    ]);
    expect(one("aws:codedeploy/application:Application").inputs).to.deep.equal({
      name: "store-release",
      computePlatform: "Lambda",
    });
    expect(one(GROUP).inputs).to.deep.equal({
      appName: "store-release",
      deploymentGroupName: "store-release",
      serviceRoleArn: "arn:aws:iam::111122223333:role/store-release-eu-west-1",
      deploymentConfigName: "CodeDeployDefault.LambdaCanary10Percent5Minutes",
      deploymentStyle: { deploymentType: "BLUE_GREEN", deploymentOption: "WITH_TRAFFIC_CONTROL" },
      alarmConfiguration: {
        enabled: true,
        ignorePollAlarmFailure: false,
        alarms: ["store-release-store-release-new-version-errors", "store-errors"],
      },
      autoRollbackConfiguration: {
        enabled: true,
        events: ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"],
      },
    });
    const alarm = one("aws:cloudwatch/metricAlarm:MetricAlarm").inputs;
    expect(alarm).to.include({ threshold: 10, comparisonOperator: "GreaterThanThreshold" });
    const queries = alarm["metricQueries"] as { metric?: { dimensions: object } }[];
    expect(queries.filter(({ metric }) => metric).map(({ metric }) => metric!.dimensions)).to.deep.equal([
      { FunctionName: "store", Resource: "store:live", ExecutedVersion: "1" },
      { FunctionName: "store", Resource: "store:live", ExecutedVersion: "1" },
    ]);
  });

  it("lets CodeDeploy move one alias and call its hooks, and the starter use one group", async () => {
    const recorded = await record(() => makeRelease());
    expect(policies(recorded, "store-release-eu-west-1")).to.deep.equal({
      "move-alias": [
        {
          Sid: "MoveAlias",
          Effect: "Allow",
          Action: ["lambda:GetAlias", "lambda:UpdateAlias", "lambda:GetProvisionedConcurrencyConfig"],
          Resource: [ARN("lambda", "function:store"), ARN("lambda", "function:store:live")],
        },
        {
          Sid: "WatchAlarms",
          Effect: "Allow",
          Action: "cloudwatch:DescribeAlarms",
          Resource: ARN("cloudwatch", "alarm:*"),
        },
      ],
      "call-hooks": [
        {
          Sid: "CallHooks",
          Effect: "Allow",
          Action: "lambda:InvokeFunction",
          Resource: [ARN("lambda", "function:store-before"), ARN("lambda", "function:store-after")],
        },
      ],
    });
    const group = recorded.one(GROUP);
    const groupArn = ARN("codedeploy", "deploymentgroup:store-release/store-release");
    expect(policies(recorded, "release-start-eu-west-1"))
      .to.have.property("release-store-release")
      .deep.equal([
        {
          Sid: "StartRelease",
          Effect: "Allow",
          Action: ["codedeploy:CreateDeployment", "codedeploy:GetDeployment", "codedeploy:ListDeployments"],
          Resource: groupArn,
        },
        {
          Sid: "RegisterRevision",
          Effect: "Allow",
          Action: ["codedeploy:RegisterApplicationRevision", "codedeploy:GetApplicationRevision"],
          Resource: ARN("codedeploy", "application:store-release"),
        },
        {
          Sid: "ReadConfiguration",
          Effect: "Allow",
          Action: "codedeploy:GetDeploymentConfig",
          Resource: ARN("codedeploy", "deploymentconfig:CodeDeployDefault.LambdaCanary10Percent5Minutes"),
        },
        {
          Sid: "ReadAlias",
          Effect: "Allow",
          Action: "lambda:GetAlias",
          Resource: [ARN("lambda", "function:store"), ARN("lambda", "function:store:live")],
        },
      ]);
    expect(policies(recorded, "release-wait-eu-west-1"))
      .to.have.property("release-store-release")
      .deep.equal([{ Sid: "WatchRelease", Effect: "Allow", Action: "codedeploy:GetDeployment", Resource: groupArn }]);
    const before = policies(recorded, "store-before-eu-west-1");
    expect(before["probe"]).to.deep.equal([
      {
        Sid: "InvokeReleased",
        Effect: "Allow",
        Action: "lambda:InvokeFunction",
        Resource: ARN("lambda", "function:store:1"),
      },
    ]);
    expect(before["release-store-release"]).to.deep.equal([
      {
        Sid: "ReportToRelease",
        Effect: "Allow",
        Action: "codedeploy:PutLifecycleEventHookExecutionStatus",
        Resource: groupArn,
      },
    ]);
    expect(policies(recorded, "store-after-eu-west-1")["probe"]).to.deep.equal([
      {
        Sid: "InvokeReleased",
        Effect: "Allow",
        Action: "lambda:InvokeFunction",
        Resource: ARN("lambda", "function:store:live"),
      },
    ]);
    expect(group.dependsOn).to.include.members(
      recorded
        .ofType("aws:iam/rolePolicy:RolePolicy")
        .filter(({ name }) => /^store-release-/.test(name))
        .map(({ urn }) => urn),
    );
  });

  it("starts with each new version, when everything it needs is there, and waits as long as it takes", async () => {
    for (const recorded of await recordBoth(() => makeRelease())) {
      const invocations = recorded.ofType(INVOCATION);
      expect(invocations.map(({ name }) => name)).to.deep.equal([
        "store-release-start",
        "store-release-wait-1",
        "store-release-wait-2",
        "store-release-wait-3",
      ]);
      for (const { inputs } of invocations) expect(inputs["triggers"]).to.have.property("version");
    }
    const { one } = await record(() => makeRelease());
    const start = one(INVOCATION, "store-release-start");
    expect(start.inputs).to.include({ functionName: "release-start", qualifier: "live" });
    expect(JSON.parse(start.inputs["input"] as string)).to.deep.equal({
      application: "store-release",
      deploymentGroup: "store-release",
      functionName: "store",
      aliasName: "live",
      version: "1",
      preTraffic: "store-before",
      postTraffic: "store-after",
    });
    expect(start.inputs["triggers"]).to.deep.equal({ version: "1" });
    expect(start.dependsOn).to.include.members([
      one("aws:lambda/alias:Alias", "store-alias").urn,
      one("aws:lambda/alias:Alias", "store-before-alias").urn,
      one("aws:cloudwatch/metricAlarm:MetricAlarm").urn,
      one("aws:iam/rolePolicy:RolePolicy", "release-start-release-store-release").urn,
    ]);
    const last = one(INVOCATION, "store-release-wait-3");
    expect(last.dependsOn).to.include(one(INVOCATION, "store-release-wait-2").urn);
    expect(JSON.parse(last.inputs["input"] as string)).to.include({ isLast: true });
    expect(JSON.parse(one(INVOCATION, "store-release-wait-1").inputs["input"] as string)).to.include({ isLast: false });
  });

  for (const [strategy, configuration, waits] of [
    [{ kind: "canary", minutes: 10 }, "CodeDeployDefault.LambdaCanary10Percent10Minutes", 4],
    [{ kind: "linear" }, "CodeDeployDefault.LambdaLinear10PercentEvery1Minute", 4],
    [{ kind: "linear", minutes: 3 }, "CodeDeployDefault.LambdaLinear10PercentEvery3Minutes", 8],
    [{ kind: "allAtOnce" }, "CodeDeployDefault.LambdaAllAtOnce", 2],
  ] as [ReleaseStrategy, string, number][])
    it(`uses ${configuration}`, async () => {
      const { one, ofType } = await record(() => makeRelease({ strategy, production: false }));
      expect(one(GROUP).inputs["deploymentConfigName"]).to.equal(configuration);
      expect(ofType(CONFIG)).to.deep.equal([]);
      expect(ofType(INVOCATION)).to.have.length(1 + waits);
    });

  it("makes a configuration where AWS has none", async () => {
    const { one } = await record(() => makeRelease({ strategy: { kind: "linear", percent: 25, minutes: 2 } }));
    expect(one(CONFIG).inputs).to.deep.equal({
      deploymentConfigName: "store-release-linear-25-2",
      computePlatform: "Lambda",
      trafficRoutingConfig: { type: "TimeBasedLinear", timeBasedLinear: { percentage: 25, interval: 2 } },
    });
    expect(one(GROUP).inputs["deploymentConfigName"]).to.equal("store-release-linear-25-2");
    const canary = await record(() => makeRelease({ strategy: { kind: "canary", percent: 5, minutes: 7 } }));
    expect(canary.one(CONFIG).inputs["trafficRoutingConfig"]).to.deep.equal({
      type: "TimeBasedCanary",
      timeBasedCanary: { percentage: 5, interval: 7 },
    });
  });

  it("tells a topic of what failed", async () => {
    const recorded = await record(() => {
      const notifications = new Topic("failures", { key: makeKey(), topicName: "failures" });
      const key = notifications["key"];
      const fn = makeFunction("store", { progressiveDeployment: true }, key);
      return new Release("store-release", {
        function: fn,
        starter: new ReleaseStarter("release", { key }),
        topics: { critical: notifications.arn, warning: notifications.arn },
        notifications,
      });
    });
    expect(recorded.one(GROUP).inputs["triggerConfigurations"]).to.deep.equal([
      {
        triggerName: "failed",
        triggerEvents: ["DeploymentFailure", "DeploymentStop", "DeploymentRollback"],
        triggerTargetArn: ARN("sns", "failures"),
      },
    ]);
    expect(policies(recorded, "store-release-eu-west-1")).to.have.property("publish-failures");
  });

  for (const [what, more, message] of [
    ["all at once in production", { strategy: { kind: "allAtOnce" } }, /strategy\.kind.*use canary or linear/s],
    ["a share of 100 %", { strategy: { kind: "canary", percent: 100 } }, /strategy\.percent.*from 1 to 99/s],
    [
      "a shift that nobody waits for",
      { strategy: { kind: "linear", percent: 1, minutes: 2 } },
      /198 minutes.*shorten it to 120/s,
    ],
    ["an error share of 100 %", { errorPercent: 100 }, /errorPercent.*from 0 to 99/s],
    ["a name CodeDeploy refuses", { releaseName: "a b" }, /releaseName.*1 to 100 letters/s],
  ] as [string, Partial<ReleaseArgs>, RegExp][])
    it(`refuses ${what}`, async () => {
      expect((await errorOf(() => makeRelease(more))).message).to.match(message);
    });

  it("refuses a function whose alias Pulumi moves, and a function as its own hook", async () => {
    const plain = await errorOf(() => makeRelease({ function: makeFunction("store") as Function }));
    expect(plain.message).to.match(/function.*progressiveDeployment: true/s);
    const own = await errorOf(() => {
      const fn = makeFunction("store", { progressiveDeployment: true });
      return makeRelease({ function: fn, preTraffic: fn });
    });
    expect(own.message).to.match(/preTraffic.*another function/s);
  });

  it("has no alarm for a hook on rates that one call a release never reaches", async () => {
    const { result } = await record(() => {
      const key = makeKey();
      const fn = makeFunction("store", { progressiveDeployment: true }, key);
      const probe = { event: {}, expected: {} };
      const deadLetterQueue = makeQueue("undeliverable", key);
      return new ReleaseProbe("store-before", { function: fn, phase: "before", probe, key, deadLetterQueue });
    });
    const { alarms, widgets, logGroups } = result.monitoring;
    expect(alarms.map(({ name }) => name)).to.deep.equal(["dead-letter-errors"]);
    expect(widgets.map(({ title }) => title)).to.deep.equal(["Invocations and errors"]);
    expect(logGroups).to.deep.equal(["/aws/lambda/store-before"]);
  });

  it("refuses a probe too large for an environment", async () => {
    const error = await errorOf(() => {
      const key = makeKey();
      const fn = makeFunction("store", { progressiveDeployment: true }, key);
      return new ReleaseProbe("p", {
        function: fn,
        phase: "before",
        probe: { event: "x".repeat(3_000), expected: 1 },
        key,
      });
    });
    expect(error.message).to.match(/probe.*at most 3000 bytes/s);
  });
});
