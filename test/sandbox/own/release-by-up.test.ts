import { GetAliasCommand, LambdaClient } from "@aws-sdk/client-lambda";
import * as aws from "@pulumi/aws";
import type * as auto from "@pulumi/pulumi/automation";
import { expect } from "chai";
import { Function } from "../../../components/compute/function";
import { Release } from "../../../components/delivery/release";
import { ReleaseProbe } from "../../../components/delivery/release-probe";
import { ReleaseStarter } from "../../../components/delivery/release-starter";
import { Key } from "../../../components/encryption/key";
import { clientOptions } from "../../../sandbox/verbs/running";
import { AccountProviders } from "../../../stacks/accounts";
import { OwnStacks } from "../../support/own-stacks";

/** moto cannot remove a deployment group: what was made stays until the emulators end. */
const NAME = "released-by-up";

/** A stack of one released function, so that each deployment takes seconds; the components are those of the platform. */
describe("a release within a deployment, by the real engine", function () {
  // Minutes at most, and many where others share the processor; only what hangs takes this long.
  this.timeout(1_200_000);
  let own: OwnStacks;
  let lambda: LambdaClient;
  let stack: auto.Stack;
  /** What the next deployment finds in the function's file. */
  let code: "answers" | "fails";

  before(async () => {
    own = await OwnStacks.create();
    lambda = new LambdaClient(clientOptions(own.emulator));
    stack = await own.stack(NAME, { run: () => Promise.resolve(program()) });
  });
  after(() => {
    lambda?.destroy();
    own?.remove();
  });

  function program(): void {
    const { accountId: id, region } = own.emulator;
    const account = { name: "sandbox", id, region, regions: [] };
    const { regional: provider } = new AccountProviders({ account, stack: "sandbox", tags: { Owner: "platform" } });
    const options = { provider };
    const key = new Key(NAME, { description: "Functions of a test", removal: "destroy" }, options);
    const released = new Function(
      NAME,
      {
        entry: `test/sandbox/own/fixtures/${code}.ts`,
        description: "Is released.",
        key,
        progressiveDeployment: true,
      },
      options,
    );
    const before = new ReleaseProbe(
      `${NAME}-before`,
      { function: released, phase: "before", probe: { event: {}, expected: { ok: true } }, key },
      options,
    );
    const { arn: topic } = new aws.sns.Topic(`${NAME}-alarms`, {}, options);
    new Release(
      `${NAME}-release`,
      {
        function: released,
        starter: new ReleaseStarter(`${NAME}-starter`, { key }, options),
        releaseName: NAME,
        strategy: { kind: "allAtOnce" },
        production: false,
        preTraffic: before.function,
        topics: { critical: topic, warning: topic },
      },
      options,
    );
  }

  /** Deploys the stack. @returns what the engine said where it failed */
  async function up(next: typeof code): Promise<string | undefined> {
    code = next;
    let said = "";
    return stack.up({ onOutput: (text) => void (said += text), suppressProgress: true }).then(
      () => undefined,
      (error: Error) => `${said}\n${error.message}`,
    );
  }

  /** The alias as callers see it: its version, and the share of another. */
  async function pointing() {
    const { FunctionVersion, RoutingConfig } = await lambda.send(
      new GetAliasCommand({ FunctionName: NAME, Name: "live" }),
    );
    return [FunctionVersion, RoutingConfig?.AdditionalVersionWeights ?? {}];
  }

  it("points the alias at the first version without one", async () => {
    expect(await up("answers")).to.equal(undefined);
    expect(await pointing()).to.deep.equal(["1", {}]);
  });

  it("fails where the hook before the traffic does, with the alias left at the old version", async () => {
    const whyNot = new RegExp(
      `Version 2 was not released \\(deployment \\S+: the hook ${NAME}-before of\\s+BeforeAllowTraffic reported Failed\\)`,
    );
    expect(await up("fails")).to.match(whyNot);
    expect(await pointing()).to.deep.equal(["1", {}]);
    // Not tried again, and not forgotten.
    expect(await up("fails")).to.match(whyNot);
    expect(await pointing()).to.deep.equal(["1", {}]);
  });

  it("goes through once the code is mended", async () => {
    expect(await up("answers")).to.equal(undefined);
    expect(await pointing()).to.deep.equal(["3", {}]);
  });
});
