import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import * as aws from "@pulumi/aws";
import type * as auto from "@pulumi/pulumi/automation";
import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { boundaryArn } from "../../../components/baseline/boundary-document";
import type { DeployStatement } from "../../../components/delivery/policy-documents";
import deployPolicy from "../../../policies/deploy-policy.json";
import { sandboxAccount } from "../../../sandbox/deploy/sandbox-account";
import { sandboxStack, type SandboxStackOptions } from "../../../sandbox/deploy/sandbox-stack";
import { startEmulator, stopEmulator, type Emulator } from "../../../sandbox/emulator/emulator";
import { makeAccountBoundary } from "../../../sandbox/enforce/account-boundary";
import { deployCredentials } from "../../../sandbox/enforce/deploy-role";
import type { Engine } from "../../../sandbox/engine/ensure-engine";
import { AccountProviders } from "../../../stacks/accounts";
import { cachedEngine } from "../../support/cached-engine";

const root = path.resolve(__dirname, "../../..");
const statements = deployPolicy.statements as DeployStatement[];

/** The systems that most others are made like; all of them would take a quarter of an hour. */
const SYSTEMS = { identity: {}, students: {} };

/** That a deployment made what it should. The engine counts what it made after an error, too. */
function expectCreated(text: string): void {
  expect(/Resources:\s+\+ \d+ created/.test(text) && !/error:|AccessDenied/.test(text), text).to.equal(true);
}

/** With emulators of its own, which enforce IAM: the others let everything pass. */
describe("a deployment with IAM enforced", function () {
  this.timeout(1_800_000);
  let emulator: Emulator;
  let engine: Engine;
  let folder: string;
  const { accountId, region } = sandboxAccount();

  before(async () => {
    engine = await cachedEngine();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "platform-enforced-"));
    emulator = await startEmulator({ accountId, region, forwardPort: 0, enforceIam: true, sandbox: folder });
    await makeAccountBoundary(emulator);
  });
  after(async () => {
    await stopEmulator({ sandbox: folder });
    fs.rmSync(folder, { recursive: true, force: true });
  });

  /** A stack that a role with these statements deploys. */
  async function stackOf(name: string, given: DeployStatement[], options: SandboxStackOptions): Promise<auto.Stack> {
    const environment = { ...(await deployCredentials(emulator, given, `Platform-${name}`)) };
    const paths = { ...emulator.paths, sandbox: path.join(folder, name) };
    return sandboxStack({ ...emulator, paths }, engine, { ...options, environment });
  }

  /** Deploys what `make` makes. @returns what the engine said */
  async function deploy(name: string, given: DeployStatement[], make: (provider: aws.Provider) => void) {
    const run = () => {
      const account = { name: "sandbox", id: accountId, region, regions: [] };
      make(new AccountProviders({ account, stack: "sandbox", tags: {} }).regional);
      return Promise.resolve();
    };
    const stack = await stackOf(name, given, { asOnAws: true, run: run as never });
    return said(stack);
  }

  async function said(stack: auto.Stack): Promise<string> {
    let text = "";
    const onOutput = (part: string) => void (text += part);
    await stack.up({ onOutput, suppressProgress: true }).catch((error: Error) => (text += error.message));
    return text;
  }

  /** Calls the function that stores a student, which runs as its role, within the boundary. */
  async function stored(FunctionName: string): Promise<boolean> {
    const credentials = { accessKeyId: accountId, secretAccessKey: "sandbox" };
    const lambda = new LambdaClient({ endpoint: emulator.endpoint, region, credentials });
    const Payload = fs.readFileSync(path.join(root, "functions/students/add.events/student.json"));
    const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload })).finally(() => lambda.destroy());
    const { body } = JSON.parse(Buffer.from(answer.Payload!).toString("utf8")) as { body?: { stored?: boolean } };
    return body?.stored ?? false;
  }

  const queue = (provider: aws.Provider) => void new aws.sqs.Queue("queue", { name: "enforced" }, { provider });

  it("lets the published policy make a queue, and not without the one action that makes it", async () => {
    const without = statements.map((statement) => ({
      ...statement,
      Action: [statement.Action].flat().filter((action) => action !== "sqs:CreateQueue"),
    }));
    expect(await deploy("less", without, queue)).to.match(/AccessDenied[^]*sqs:createqueue/i);
    expectCreated(await deploy("published", statements, queue));
  });

  const role = (name: string, permissionsBoundary?: string) => (provider: aws.Provider) =>
    void new aws.iam.Role(
      "role",
      {
        name,
        permissionsBoundary,
        assumeRolePolicy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
        }),
      },
      { provider },
    );

  it("makes a role with the boundary, none without, and does not take it away", async () => {
    const name = `mine-${region}`;
    expect(await deploy("unbounded", statements, role(name))).to.match(/AccessDenied[^]*iam:createrole/i);
    expectCreated(await deploy("bounded", statements, role(name, boundaryArn("aws", accountId))));
    expect(await deploy("bounded", statements, role(name))).to.match(
      /AccessDenied[^]*iam:deleterolepermissionsboundary/i,
    );
  });

  it("deploys, changes nothing the second time, and removes the systems with the published policy", async () => {
    const values = { "platform:systems": JSON.stringify(SYSTEMS) };
    const stack = await stackOf("systems", statements, { values });
    expectCreated(await said(stack));
    const again = await said(stack);
    // With nothing else in the list, such as what failed again.
    expect(again, again).to.match(/Resources:\s+\d+ unchanged\s+Duration/);
    const { addFunction } = (await stack.outputs())["students"]!.value as { addFunction: string };
    expect(await stored(addFunction)).to.equal(true);
    let text = "";
    const onOutput = (part: string) => void (text += part);
    await stack.destroy({ onOutput, suppressProgress: true }).catch((error: Error) => (text += error.message));
    expect(text, text).to.match(/Resources:\s+- \d+ deleted\s+Duration/);
  });
});
