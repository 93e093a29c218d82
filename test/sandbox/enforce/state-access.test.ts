import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { StateStore, stateRoleName } from "../../../components/delivery/state-store";
import type { DeployStatement } from "../../../components/delivery/policy-documents";
import { startEmulator, stopEmulator, type Emulator } from "../../../sandbox/emulator/emulator";
import { deployCredentials } from "../../../sandbox/enforce/deploy-role";
import { baseline } from "../../../stacks/baseline";
import type { BaselineEnvironment } from "../../../stacks/config/organization-environment";
import { referencedOutputs } from "../../../tools/plan/referenced-outputs";
import { statementsOf } from "../../components/encryption/least-privilege";
import { loadAny, organizationYaml, valuesOf } from "../../stacks/config/fixture";
import { record } from "../../support/record";

const MANAGEMENT = "444455556666";
const DEV = "111122223333";
const region = "eu-west-1";
const bucketName = "acme-state";

interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** With the documents that the programs make, in two accounts: what the store's roles let in, and what a deployment may take. */
describe("the state of stacks, where IAM is enforced", function () {
  this.timeout(120_000);
  let emulator: Emulator;
  let folder: string;
  let deploying: Credentials;

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "platform-state-"));
    emulator = await startEmulator({
      accountId: MANAGEMENT,
      region,
      forwardPort: 0,
      enforceIam: true,
      sandbox: folder,
    });
    await makeStore();
    const session = await deployCredentials({ ...emulator, accountId: DEV }, await publishedForDev());
    deploying = {
      accessKeyId: session.AWS_ACCESS_KEY_ID,
      secretAccessKey: session.AWS_SECRET_ACCESS_KEY,
      sessionToken: session.AWS_SESSION_TOKEN,
    };
  });
  after(async () => {
    await stopEmulator({ sandbox: folder });
    fs.rmSync(folder, { recursive: true, force: true });
  });

  /** The roles of the state of two stacks, each trusting its account. */
  async function makeStore(): Promise<void> {
    const stacks = [{ name: "management" }, { name: "dev", reads: ["management"], accounts: [DEV] }, { name: "prod" }];
    const { one } = await record(
      () => new StateStore("state", { bucketName, project: "platform", stacks: stacks.map(trusting) }),
      { identity: { accountId: MANAGEMENT, region } },
    );
    const owner = { region, endpoint: emulator.endpoint, credentials: rootOf(MANAGEMENT) };
    const iam = new IAMClient(owner);
    for (const { name } of stacks) {
      const AssumeRolePolicyDocument = one("aws:iam/role:Role", `state-${name}-role`).inputs[
        "assumeRolePolicy"
      ] as string;
      const PolicyDocument = one("aws:iam/rolePolicy:RolePolicy", `state-${name}-policy`).inputs["policy"] as string;
      const RoleName = stateRoleName(name);
      await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "state", PolicyDocument }));
    }
    iam.destroy();
    const s3 = new S3Client({ ...owner, forcePathStyle: true });
    await s3.send(
      new CreateBucketCommand({ Bucket: bucketName, CreateBucketConfiguration: { LocationConstraint: region } }),
    );
    for (const stack of ["management", "dev", "prod"])
      await s3.send(new PutObjectCommand({ Bucket: bucketName, Key: checkpoint(stack), Body: stack }));
    s3.destroy();
  }

  /** Both trust the account, so that only what the deploying role is given tells them apart. */
  const trusting = <Stack extends { name: string }>(stack: Stack) =>
    stack.name === "prod" ? { ...stack, accounts: [DEV] } : stack;

  /** What the baseline of `dev` gives the role of the workflows, without the denials. */
  async function publishedForDev(): Promise<DeployStatement[]> {
    const yaml = `${organizationYaml}\ndeployment: { githubRepository: acme/platform }\n`;
    const configuration = loadAny(valuesOf("baseline", "dev"), yaml, "baseline-dev");
    const { ofType } = await record(() => baseline(configuration.environment as BaselineEnvironment), {
      stack: "baseline-dev",
      outputs: (type) => (type === "pulumi:pulumi:StackReference" ? referencedOutputs(configuration) : undefined),
    });
    return ofType("aws:iam/policy:Policy")
      .filter(({ inputs }) => (inputs["name"] as string).startsWith("PlatformDeployment-"))
      .flatMap(({ inputs }) => statementsOf(inputs["policy"]) as DeployStatement[])
      .filter(({ Effect }) => Effect === "Allow");
  }

  const rootOf = (accessKeyId: string): Credentials => ({ accessKeyId, secretAccessKey: "sandbox" });
  const checkpoint = (stack: string) => `.pulumi/stacks/platform/${stack}.json`;

  /** Takes the role of a stack's state. */
  async function take(stack: string, credentials: Credentials): Promise<Credentials> {
    const sts = new STSClient({ region, endpoint: emulator.endpoint, credentials });
    const RoleArn = `arn:aws:iam::${MANAGEMENT}:role/${stateRoleName(stack)}`;
    const { Credentials: taken } = await sts
      .send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "test" }))
      .finally(() => sts.destroy());
    return {
      accessKeyId: taken!.AccessKeyId!,
      secretAccessKey: taken!.SecretAccessKey!,
      sessionToken: taken!.SessionToken,
    };
  }

  async function refused(call: Promise<unknown>): Promise<void> {
    const error = await call.then(
      () => undefined,
      (thrown: Error) => thrown,
    );
    expect(error?.name, error?.message ?? "it was let through").to.match(/^AccessDenied/);
  }

  it("has a deployment take the role of its own stack, and not that of another which trusts its account too", async () => {
    await take("dev", deploying);
    await refused(take("prod", deploying));
    await refused(take("management", deploying));
  });

  it("has that role read and write the stack's own state, read what it refers to, and nothing else", async () => {
    const credentials = await take("dev", deploying);
    const s3 = new S3Client({ region, endpoint: emulator.endpoint, forcePathStyle: true, credentials });
    const Bucket = bucketName;
    const read = async (Key: string) =>
      (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body!.transformToString();
    const write = (Key: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body: "{}" }));
    try {
      expect(await read(checkpoint("dev"))).to.equal("dev");
      expect(await read(checkpoint("management"))).to.equal("management");
      for (const own of [checkpoint("dev"), ".pulumi/locks/organization/platform/dev/1.json"]) await write(own);
      await s3.send(new DeleteObjectCommand({ Bucket, Key: ".pulumi/locks/organization/platform/dev/1.json" }));
      await s3.send(new ListObjectsV2Command({ Bucket, Prefix: ".pulumi/stacks/" }));

      await refused(read(checkpoint("prod")));
      for (const foreign of [
        checkpoint("prod"),
        checkpoint("management"),
        ".pulumi/locks/organization/platform/prod/1.json",
        ".pulumi/meta.yaml",
      ])
        await refused(write(foreign));
      await refused(s3.send(new DeleteObjectCommand({ Bucket, Key: checkpoint("management") })));
      await refused(s3.send(new ListObjectsV2Command({ Bucket, Prefix: "elsewhere/" })));
    } finally {
      s3.destroy();
    }
  });
});
