import { ListTopicsCommand, SNSClient } from "@aws-sdk/client-sns";
import * as aws from "@pulumi/aws";
import type * as auto from "@pulumi/pulumi/automation";
import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { guardedUp } from "../../../tools/deploy/guarded-up";
import { PolicyRefusal } from "../../../tools/deploy/policy-refusal";
import { clientOptions } from "../../../sandbox/verbs/running";
import { AccountProviders } from "../../../stacks/accounts";
import { OwnStacks, root } from "../../support/own-stacks";
import { recordedProgress } from "../engine/support/recorded-progress";

const bucketName = "refused-by-the-pack";
const topicName = "refused-by-the-pack";

describe("a deployment under the policy pack, by the real engine", function () {
  // Minutes at most, and many where others share the processor; only what hangs takes this long.
  this.timeout(1_200_000);
  let own: OwnStacks;
  let sns: SNSClient;

  before(async () => {
    own = await OwnStacks.create();
    sns = new SNSClient(clientOptions(own.emulator));
  });
  after(() => {
    sns?.destroy();
    own?.remove();
  });

  /** Nothing is wrong with the bucket itself; what it lacks are resources beside it, a matter of the whole stack. */
  function bucket(providers: AccountProviders): void {
    new aws.s3.Bucket("bucket", { bucket: bucketName }, { provider: providers.regional });
  }
  const lacking = ["s3-bucket-has-public-access-block", "s3-access-logging", "s3-tls-only", "s3-versioning"];

  function topic(providers: AccountProviders): void {
    new aws.sns.Topic("topic", { name: topicName }, { provider: providers.regional });
  }

  function stackOf(name: string, make: (providers: AccountProviders) => void): Promise<auto.Stack> {
    const { accountId: id, region } = own.emulator;
    const account = { name: "sandbox", id, region, regions: [] };
    const run = () => {
      make(new AccountProviders({ account, stack: "sandbox", tags: { Owner: "platform" } }));
      return Promise.resolve();
    };
    return own.stack(name, { run });
  }

  function up(stack: auto.Stack, more: { policyPack?: string; judged?: boolean } = {}): Promise<unknown> {
    const logFile = path.join(own.folder, "engine.log");
    return guardedUp(stack, {
      policyPack: path.join(root, "policies"),
      report: recordedProgress(),
      logFile,
      ...more,
    }).then(
      () => undefined,
      (error: unknown) => error,
    );
  }

  async function inState(stack: auto.Stack): Promise<string[]> {
    const { deployment } = await stack.exportStack();
    return ((deployment as { resources?: { type: string }[] } | undefined)?.resources ?? []).map(({ type }) => type);
  }

  async function bucketExists(): Promise<boolean> {
    const { status } = await fetch(`${own.emulator.endpoint}/${bucketName}`, { method: "HEAD" });
    expect(status).to.be.oneOf([200, 404]);
    return status === 200;
  }

  /** A copy of the pack with exceptions of its own; what it imports from elsewhere is linked. */
  function packWith(exceptions: string): string {
    const copy = fs.mkdtempSync(path.join(own.folder, "pack-"));
    fs.cpSync(path.join(root, "policies"), path.join(copy, "policies"), { recursive: true });
    for (const name of ["node_modules", "components", "tools"])
      fs.symlinkSync(path.join(root, name), path.join(copy, name));
    fs.writeFileSync(path.join(copy, "policies", "exceptions.yaml"), exceptions);
    return path.join(copy, "policies");
  }

  it("makes nothing where one resource is refused", async () => {
    const stack = await stackOf("resource", topic);
    const error = await up(stack);
    expect(error).to.be.instanceOf(PolicyRefusal);
    expect((error as Error).message)
      .to.contain("nothing was made or changed")
      .and.contain("[mandatory] sns-encrypted: topic: ");
    expect(await inState(stack)).to.deep.equal([]);
    const { Topics = [] } = await sns.send(new ListTopicsCommand({}));
    expect(Topics.filter(({ TopicArn }) => TopicArn!.endsWith(`:${topicName}`))).to.deep.equal([]);
  });

  it("makes nothing where only the stack as a whole is refused", async () => {
    const stack = await stackOf("stack", bucket);
    const error = await up(stack);
    expect(error).to.be.instanceOf(PolicyRefusal);
    expect((error as Error).message).to.contain(`[mandatory] ${lacking[0]}: bucket: `);
    expect(await inState(stack)).to.deep.equal([]);
    expect(await bucketExists()).to.equal(false);
  });

  it("goes through with a valid exception, and not with one that has expired", async () => {
    const stack = await stackOf("excepted", bucket);
    const exceptions = (expires: string) =>
      lacking
        .map(
          (rule) => `- rule: ${rule}
  resource: urn:pulumi:sandbox::platform::aws:s3/bucket:Bucket::bucket
  reason: Only for this test, whose bucket holds nothing.
  owner: platform
  expires: ${expires}
`,
        )
        .join("");
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const late = await up(stack, { policyPack: packWith(exceptions(inDays(-2))) });
    expect((late as Error).message)
      .to.contain("exception-expired")
      .and.contain(lacking[0]);
    expect(await bucketExists()).to.equal(false);

    expect(await up(stack, { policyPack: packWith(exceptions(inDays(30))) })).to.equal(undefined);
    expect(await bucketExists()).to.equal(true);
    await stack.destroy({ onOutput: () => undefined });
    expect(await bucketExists()).to.equal(false);
  });

  it("goes by the configuration of the stack, whatever its name", async () => {
    const stack = await stackOf("excepted-here", bucket);
    const exceptions = lacking
      .map(
        (rule) => `- rule: ${rule}
  resource: urn:pulumi:*::aws:s3/bucket:Bucket::bucket
  reason: Only for this test, whose bucket holds nothing.
  owner: platform
  expires: ${new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)}
  where: { production: false, removal: destroy }
`,
      )
      .join("");
    const policyPack = packWith(exceptions);
    // The sandbox's own values, which are not production's.
    await stack.setConfig("platform:production", { value: "true" });
    expect(((await up(stack, { policyPack })) as Error).message)
      .to.contain(`[mandatory] ${lacking[0]}: bucket: `)
      .and.contain("accepts it where the stack says production: false, removal: destroy only, not here");
    await stack.setConfig("platform:production", { value: "false" });
    expect(await up(stack, { policyPack })).to.equal(undefined);
    expect(await bucketExists()).to.equal(true);
    await stack.destroy({ onOutput: () => undefined });
  });

  it("runs the pack in the update too, which for the stack as a whole comes too late: hence the preview", async () => {
    const stack = await stackOf("late", bucket);
    const error = await up(stack, { judged: true });
    expect((error as Error).message)
      .to.contain("The deployment failed")
      .and.contain(lacking[0]);
    expect(await bucketExists()).to.equal(true);
    await stack.destroy({ onOutput: () => undefined });
  });
});
