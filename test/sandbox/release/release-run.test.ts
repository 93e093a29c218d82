import { expect } from "chai";
import { ReleaseRun, type ReleaseCalls, type ReleasePlan } from "../../../sandbox/release/release-run";
import { shiftSteps } from "../../../sandbox/release/traffic-shift";

const plan: ReleasePlan = {
  deploymentId: "d-1",
  functionName: "store",
  aliasName: "live",
  from: "1",
  to: "2",
  preTraffic: "before",
  postTraffic: "after",
  configuration: "CodeDeployDefault.LambdaCanary10Percent5Minutes",
  alarms: ["errors"],
};

/** A run with what it did, in order. */
async function run(change: {
  plan?: Partial<ReleasePlan>;
  says?: Record<string, string>;
  alarmAfter?: string;
  stopAfter?: string;
}) {
  const done: string[] = [];
  const calls: ReleaseCalls = {
    moveAlias: (_alias, version, other) => {
      done.push(other ? `${version}, ${other.weight * 100} % ${other.version}` : version);
      if (change.stopAfter === done.at(-1)) it.stop();
      return Promise.resolve();
    },
    invoke: (name, event) => {
      done.push(name);
      const { DeploymentId, LifecycleEventHookExecutionId } = event as Record<string, string>;
      expect(DeploymentId).to.equal("d-1");
      const said = change.says?.[name] ?? "Succeeded";
      if (said !== "nothing") it.report(LifecycleEventHookExecutionId!, said);
      return Promise.resolve();
    },
    alarmsOn: (names) => Promise.resolve(change.alarmAfter && done.includes(change.alarmAfter) ? names : []),
  };
  const it = new ReleaseRun({ ...plan, ...change.plan }, calls, 10);
  await it.run();
  return { done, status: it.status, fault: it.fault };
}

describe("a release in the sandbox", () => {
  it("calls the hook, moves a share and then all, and calls the other hook", async () => {
    expect(await run({})).to.deep.equal({
      done: ["before", "1, 10 % 2", "2", "after"],
      status: "Succeeded",
      fault: undefined,
    });
  });

  it("moves nothing where the first hook fails or says nothing", async () => {
    for (const said of ["Failed", "nothing"]) {
      const { done, status, fault } = await run({ says: { before: said } });
      expect({ done, status }).to.deep.equal({ done: ["before", "1"], status: "Failed" });
      expect(fault).to.deep.equal({
        code: "HOOK_EXECUTION_FAILURE",
        message: `the hook before of BeforeAllowTraffic reported ${said}`,
      });
    }
  });

  it("goes back to the old version where the last hook fails", async () => {
    const { done, status } = await run({ says: { after: "Failed" } });
    expect({ done, status }).to.deep.equal({ done: ["before", "1, 10 % 2", "2", "after", "1"], status: "Failed" });
  });

  it("goes back where an alarm goes on during the shift, and where it is stopped", async () => {
    const alarm = await run({ alarmAfter: "1, 10 % 2" });
    expect(alarm.done).to.deep.equal(["before", "1, 10 % 2", "1"]);
    expect(alarm.fault).to.deep.equal({ code: "ALARM_ACTIVE", message: "the alarm errors is on" });
    expect((await run({ stopAfter: "1, 10 % 2" })).fault).to.include({ code: "MANUAL_STOP" });
  });

  it("does not start while an alarm is on", async () => {
    const before: ReleaseCalls = {
      moveAlias: () => Promise.resolve(),
      invoke: () => Promise.reject(new Error("the hook was called")),
      alarmsOn: (names) => Promise.resolve(names),
    };
    const release = new ReleaseRun(plan, before, 10);
    await release.run();
    expect(release.fault).to.include({ code: "ALARM_ACTIVE" });
  });

  it("reads the steps off the names of AWS's configurations", () => {
    expect(shiftSteps("CodeDeployDefault.LambdaAllAtOnce")).to.deep.equal([{ afterMinutes: 0, percent: 100 }]);
    const linear = shiftSteps("CodeDeployDefault.LambdaLinear10PercentEvery2Minutes");
    expect(linear).to.have.length(10);
    expect([linear[0], linear[9]]).to.deep.equal([
      { afterMinutes: 0, percent: 10 },
      { afterMinutes: 18, percent: 100 },
    ]);
    expect(() => shiftSteps("my-own")).to.throw("not my-own");
  });
});
