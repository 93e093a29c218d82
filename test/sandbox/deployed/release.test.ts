import { CloudWatchClient, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import { CodeDeployClient, GetDeploymentGroupCommand } from "@aws-sdk/client-codedeploy";
import { GetAliasCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { bundledCode } from "../../../components/compute/bundle";
import type { Started } from "../../../functions/release/start";
import { deployedFunctions, swapCode } from "../../../sandbox/deploy/swap-code";
import { clientOptions, runningSandbox } from "../../../sandbox/verbs/running";
import { rollBack } from "../../../tools/release/rollback";
import { eventually, outputs, sandbox, sandboxOk } from "../../support/sandbox";
import { publishCode } from "./broken-function";
import { invokeFunction } from "./invoke-function";

const NAME = "store-students";
/** Of the emulator's hours, in which a minute of a release lasts two seconds. */
const RELEASE_SECONDS = 40;

interface Released {
  system: string;
  functionName: string;
  aliasName: string;
  application: string;
}

/** An alias as callers see it: its version, and the share of another. */
type Pointing = [version: string, others: Record<string, number>];

describe("a release of a new version", function () {
  this.timeout(120_000);
  let lambda: LambdaClient;
  let codedeploy: CodeDeployClient;
  let fn: Released;
  let good: string;
  let code: string;

  before(async () => {
    const { emulator } = runningSandbox();
    lambda = new LambdaClient(clientOptions(emulator));
    codedeploy = new CodeDeployClient(clientOptions(emulator));
    fn = (outputs()["release"] as { functions: Record<string, Released> }).functions[NAME]!;
    code = bundledCode(store().entry);
  });
  beforeEach(async () => {
    [good] = await eventually(pointing, ([, others]) => Object.keys(others).length === 0, RELEASE_SECONDS);
  });
  after(async () => {
    // The unpublished code too is again what the engine deployed.
    await swapCode(lambda, store());
    lambda.destroy();
    codedeploy.destroy();
  });

  const store = () =>
    deployedFunctions(runningSandbox().emulator).find((each) => each.functionName === fn.functionName)!;

  async function pointing(): Promise<Pointing> {
    const { functionName: FunctionName, aliasName: Name } = fn;
    const { FunctionVersion, RoutingConfig } = await lambda.send(new GetAliasCommand({ FunctionName, Name }));
    return [FunctionVersion!, RoutingConfig?.AdditionalVersionWeights ?? {}];
  }
  const points = (wanted: Pointing) =>
    eventually(pointing, (seen) => JSON.stringify(seen) === JSON.stringify(wanted), RELEASE_SECONDS);

  /** What a deployment of the stack does once the new version is published. */
  async function start(version: string): Promise<Started & { deploymentId: string }> {
    const { functionName, aliasName, application } = fn;
    const hooks = { preTraffic: `${NAME}-before`, postTraffic: `${NAME}-after` };
    const event = { application, deploymentGroup: application, functionName, aliasName, version, ...hooks };
    const { error, payload } = await invokeFunction("release-start", event);
    expect(error, JSON.stringify(payload)).to.equal(null);
    return payload as Started & { deploymentId: string };
  }
  /** And what it does then, until the release has ended. */
  const wait = (started: Started) => invokeFunction("release-wait", { release: JSON.stringify(started), isLast: true });

  /** Looks at the alias until it is where it shall be; every state it was seen in, in order. */
  async function statesUntil(end: Pointing): Promise<Pointing[]> {
    const seen: Pointing[] = [];
    await eventually(
      async () => {
        const now = await pointing();
        if (JSON.stringify(seen.at(-1)) !== JSON.stringify(now)) seen.push(now);
        return seen;
      },
      (all) => all.length > 1 && JSON.stringify(all.at(-1)) === JSON.stringify(end),
      RELEASE_SECONDS,
      100,
    );
    return seen;
  }

  it("changes nothing when it is published; then a tenth of the traffic moves, and then all of it", async () => {
    const version = await publishCode(lambda, fn.functionName, `${code}\n// ${Date.now()}`);
    expect(version).not.to.equal(good);
    expect(await pointing()).to.deep.equal([good, {}]);

    const states = statesUntil([version, {}]);
    const started = await start(version);
    expect(started).to.include({ status: "Started", from: good, to: version });
    await points([good, { [version]: 0.1 }]);
    // A deployment of the stack that was interrupted, and is repeated.
    expect(await start(version)).to.include({ status: "UnderWay", deploymentId: started.deploymentId });
    const release = { application: fn.application, deploymentGroup: fn.application };
    const refused = await rollBack({ lambda, codedeploy }, { ...fn, release }, good).catch((error: Error) => error);
    expect((refused as Error).message).to.contain(
      `A release of ${fn.functionName} is under way, deployment ${started.deploymentId}`,
    );

    expect(await states).to.deep.equal([
      [good, {}],
      [good, { [version]: 0.1 }],
      [version, {}],
    ]);
    expect(await wait(started)).to.deep.equal({ error: null, payload: { status: "Succeeded" } });
    expect(await start(version)).to.deep.equal({ status: "NotNeeded", version });

    // By hand, because a person knows better.
    expect(await sandboxOk("rollback", "--system", fn.system, "--function", fn.functionName, "--to", good)).to.equal(
      `${fn.functionName}: ${fn.aliasName} went from version ${version} to ${good}\n`,
    );
    expect(await pointing()).to.deep.equal([good, {}]);
  });

  it("ends at an alarm with the old version back, and says which", async () => {
    const cloudwatch = new CloudWatchClient(clientOptions(runningSandbox().emulator));
    const { application: applicationName } = fn;
    const { deploymentGroupInfo: group } = await codedeploy.send(
      new GetDeploymentGroupCommand({ applicationName, deploymentGroupName: applicationName }),
    );
    const alarms = group!.alarmConfiguration!.alarms!.map(({ name }) => name!);
    const AlarmName = alarms.find((name) => name.endsWith("-new-version-errors"))!;
    const put = (StateValue: "ALARM" | "OK") =>
      cloudwatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: "put on by a test" }));

    const version = await publishCode(lambda, fn.functionName, `${code}\n// ${Date.now()}`);
    const started = await start(version);
    await points([good, { [version]: 0.1 }]);
    await put("ALARM");
    try {
      await points([good, {}]);
      const { error, payload } = await wait(started);
      expect(error).to.equal("Unhandled");
      expect(payload.errorMessage)
        .to.contain(`Version ${version} was not released`)
        .and.contain(`the alarm ${AlarmName} is on`);
      expect(await pointing()).to.deep.equal([good, {}]);
    } finally {
      await put("OK");
      cloudwatch.destroy();
    }
  });

  it("ends at a hook that fails with the old version back, and says which", async () => {
    const broken = 'exports.handler = async () => { throw new Error("broken"); };';
    const version = await publishCode(lambda, fn.functionName, broken);
    const states = statesUntil([good, {}]);
    const started = await start(version);
    const { error, payload } = await wait(started);
    expect(error).to.equal("Unhandled");
    expect(payload.errorMessage)
      .to.contain(`Version ${version} was not released`)
      .and.contain(`the hook ${NAME}-after of AfterAllowTraffic reported Failed`);
    expect((await states)[1]).to.deep.equal([good, { [version]: 0.1 }]);
    expect(await pointing()).to.deep.equal([good, {}]);
  });

  it("names the versions there are where a rollback asks for another", async () => {
    const { code: exit, stderr } = await sandbox("rollback", "--system", fn.system, "--to", "99999");
    expect(exit).to.equal(1);
    expect(stderr).to.match(/storeStudents has no version 99999; there are 1\b/);
    const unknown = await sandbox("rollback", "--to", "1");
    expect([unknown.code, unknown.stderr]).to.deep.equal([2, "Say whose function: --system NAME.\n"]);
  });
});
