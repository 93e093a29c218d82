import { DescribeTableCommand, DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { ListAccountsCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { GetBucketPolicyCommand, GetPublicAccessBlockCommand, ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { threatFeatures } from "../../../components/audit/threat-detection";
import { accountsRunner, signedIn } from "../../../sandbox/accounts/accounts-runner";
import { emulatorStatus } from "../../../sandbox/emulator/emulator";
import { freePort } from "../../../sandbox/emulator/free-port";
import { signedHeaders } from "../../../sandbox/emulator/signed-headers";
import { processTable } from "../../../sandbox/emulator/process-table";
import { orchestrate } from "../../../tools/platform/orchestrate";
import { ProcessRunner, type ProcessRunnerOptions } from "../../../tools/platform/process-runner";
import type { RunReport } from "../../../tools/platform/run-report";
import { stackList } from "../../../tools/platform/stack-list";
import { cachedEngine } from "../../support/cached-engine";
import { newStudent, sandbox, sandboxOk, token } from "../../support/sandbox";
import { noDisplay } from "../../tools/platform/support/simulated";
import { elements } from "../deployed/aws-call";

/** Beside the sandbox of the other tests, in a folder and on ports of its own. */
describe("a sandbox of several accounts", function () {
  // Two deployments of eight stacks: minutes, and many where others work, too. Only what hangs takes half an hour.
  this.timeout(1_800_000);
  const environment = { ...process.env };
  let folder: string;
  let port: number;
  let first: { outputs: Record<string, any>; reports: RunReport[] };

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "platform-accounts-"));
    process.env["SANDBOX_FOLDER"] = folder;
    port = await freePort();
    first = await up();
  });
  after(async () => {
    process.env["SANDBOX_FOLDER"] = folder;
    await sandbox("down");
    fs.rmSync(folder, { recursive: true, force: true });
    for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
    Object.assign(process.env, environment);
  });

  async function up(): Promise<typeof first> {
    const said = await sandboxOk("up", "--accounts", "--port", String(port), "--json");
    return JSON.parse(said.trim().split("\n").at(-1)!) as typeof first;
  }
  const accountNamed = (name: string) => first.outputs["accounts"][name] as Record<string, any>;
  const clientOf = (name: string) => {
    const { endpoint, accountId, region } = accountNamed(name);
    return { endpoint, region, credentials: { accessKeyId: accountId as string, secretAccessKey: "test" } };
  };

  /** Calls the students API of an account, whose address may end in a query. */
  async function students(account: string, method: string, route: string, bearer?: string, body?: object) {
    const { url, apiKey } = accountNamed(account)["students"] as { url: string; apiKey: string };
    const [base, query] = url.split("?");
    const answer = await fetch(`${base}${route}${query === undefined ? "" : `&${query}`}`, {
      method,
      headers: {
        "x-api-key": apiKey,
        "content-type": "application/json",
        ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      },
      body: body && JSON.stringify(body),
    });
    return { status: answer.status, body: await answer.text() };
  }

  it("deploys each account's stacks in the orchestrator's order", () => {
    const states = first.reports.flatMap(({ stacks }) => stacks.map(({ stack, accountId }) => [stack, accountId]));
    expect(Object.fromEntries(states)).to.deep.equal({
      management: "100000000001",
      security: "100000000002",
      "baseline-dev": "100000000003",
      "baseline-prod": "100000000005",
      "baseline-management": "100000000001",
      "baseline-security": "100000000002",
      dev: "100000000003",
      prod: "100000000005",
    });
  });

  it("keeps the accounts of one organisation apart", async () => {
    const organizations = new OrganizationsClient(clientOf("management"));
    const { Accounts } = await organizations.send(new ListAccountsCommand({}));
    organizations.destroy();
    expect(Accounts!.map(({ Id }) => Id).sort()).to.deep.equal([
      "100000000001",
      "100000000002",
      "100000000003",
      "100000000005",
    ]);
    for (const [name, has] of Object.entries({ management: false, security: false, dev: true, prod: true })) {
      const tables = new DynamoDBClient(clientOf(name));
      const { TableNames } = await tables.send(new ListTablesCommand({}));
      tables.destroy();
      expect(TableNames!.includes("StudentDetails"), name).to.equal(has);
    }
  });

  it("detects in the management account and in the one that administers, which was named after its detector was there", async () => {
    const ask = async (name: string, route: string): Promise<any> => {
      const { endpoint, accountId, region } = accountNamed(name);
      const headers = signedHeaders("guardduty", { accountId, region });
      return (await fetch(`${endpoint}${route}`, { headers })).json();
    };
    const detectorOf = async (name: string) => {
      const { detectorIds } = await ask(name, "/detector");
      expect(detectorIds, name).to.have.length(1);
      return ask(name, `/detector/${detectorIds[0]}`);
    };
    // AWS's own, made for an account that is named without one, would tell every six hours.
    for (const name of ["management", "security"])
      expect(await detectorOf(name), name).to.include({
        status: "ENABLED",
        findingPublishingFrequency: "FIFTEEN_MINUTES",
      });
    const { features } = await detectorOf("security");
    expect(features.map((feature: object) => "status" in feature && feature.status)).to.deep.equal(
      Array(threatFeatures.length).fill("ENABLED"),
    );
    expect((await ask("management", "/admin")).adminAccounts).to.deep.equal([
      { adminAccountId: accountNamed("security")["accountId"], adminStatus: "ENABLED" },
    ]);
  });

  it("enters the name servers of dev and prod in the security account's zone, and nothing else of theirs", async () => {
    const { endpoint, accountId, region, names } = accountNamed("security");
    const headers = signedHeaders("route53", { accountId, region });
    const answer = await fetch(`${endpoint}/2013-04-01/hostedzone/${names.main.zoneId}/rrset`, { headers });
    const records = elements(await answer.text(), "ResourceRecordSet").map((set) => ({
      name: elements(set, "Name")[0],
      type: elements(set, "Type")[0],
      values: elements(set, "Value"),
    }));
    for (const [account, name] of [
      ["dev", "dev.platform.test"],
      ["prod", "app.platform.test"],
    ] as const) {
      const own = accountNamed(account)["names"] as { zoneId: string; nameServers: string[] };
      expect(own.zoneId).to.not.equal(names.main.zoneId);
      const [entered, ...others] = records.filter((record) => record.name === `${name}.`);
      expect(entered).to.deep.include({ type: "NS" });
      expect(entered!.values).to.have.members(own.nameServers);
      expect(others).to.deep.equal([]);
    }
    expect(records.map(({ type }) => type).sort()).to.deep.equal(["CAA", "NS", "NS", "NS", "SOA"]);
  });

  it("lets a user of the security account's pool into dev and prod, and nobody without a token", async () => {
    const central = await token("--account", "security");
    const student = newStudent();
    const add = `/addstudentdetails?Roll=${student.Roll}`;
    const get = `/getstudentdetails?Roll=${student.Roll}`;
    expect((await students("dev", "POST", add, undefined, student)).status).to.equal(401);
    expect((await students("dev", "POST", add, `${central.slice(0, -8)}AAAAAAAA`, student)).status).to.equal(401);
    const stored = await students("dev", "POST", add, central, student);
    expect(stored, stored.body).to.have.property("status", 200);
    expect((await students("dev", "GET", get, central)).body).to.contain(student.Roll);
    // The other account has the same API, and a table of its own.
    expect((await students("prod", "GET", get)).status).to.equal(401);
    const elsewhere = await students("prod", "GET", get, central);
    expect(elsewhere, elsewhere.body).to.have.property("status", 404);
  });

  it("accepts no token of an account that it does not trust", async () => {
    const get = `/getstudentdetails?Roll=1`;
    const ofDev = await token("--account", "dev");
    expect((await students("dev", "GET", get, ofDev)).status).to.equal(404);
    expect((await students("prod", "GET", get, ofDev)).status).to.equal(401);
    // The users API asks the pool of its own account, without a function.
    const { url } = accountNamed("dev")["users"] as { url: string };
    const ask = async (bearer: string) =>
      (await fetch(`${url}/user`, { headers: { authorization: `Bearer ${bearer}` } })).status;
    expect(await ask(await token("--account", "security"))).to.equal(401);
    expect(await ask(ofDev)).not.to.equal(401);
  });

  /** Does something with the orchestrator as somebody who is signed in to an account; afterwards nobody is. */
  async function signedInTo<T>(account: string, work: (options: ProcessRunnerOptions) => Promise<T>): Promise<T> {
    const emulator = emulatorStatus({ sandbox: folder }).emulator!;
    const engine = await cachedEngine();
    const before = { ...process.env };
    Object.assign(process.env, signedIn(emulator, accountNamed(account)["accountId"] as string));
    try {
      return await work(accountsRunner(emulator, engine));
    } finally {
      for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
      Object.assign(process.env, before);
    }
  }

  it("closes prod to somebody who is signed in to dev, before the engine starts, and by the provider", async () => {
    const file = path.join(folder, "accounts", "state", ".pulumi", "stacks", "platform", "prod.json");
    const before = resourcesOf(file);
    for (const checkAccount of [true, false]) {
      const outcome = await signedInTo("dev", (options) => {
        const prod = stackList(options.root).find(({ name }) => name === "prod")!;
        const never = new AbortController().signal;
        return new ProcessRunner({ ...options, checkAccount }).run("up", prod, never, () => undefined);
      });
      expect(outcome.ok).to.equal(false);
      expect(outcome.message).to.match(/^The role of account 100000000005 \(prod\) cannot be assumed/);
      expect(outcome.message).to.contain("User: arn:aws:iam::100000000003:root is not authorized");
      expect(/Cannot assume IAM Role/.test(outcome.message!), "said by the provider").to.equal(!checkAccount);
      expect(resourcesOf(file)).to.equal(before);
    }
  });

  it("changes nothing when brought up again", async () => {
    const { reports } = await up();
    for (const { stack, changes } of reports.flatMap(({ stacks }) => stacks))
      expect(Object.keys(changes), stack).to.deep.equal(["same"]);
  });

  /** Removes a stack as `npm run platform -- destroy` does. */
  async function removed(stack: string): Promise<RunReport> {
    return signedInTo("management", (options) =>
      orchestrate({
        verb: "destroy",
        stacks: stackList(options.root).filter(({ name }) => name === stack),
        runner: new ProcessRunner(options),
        display: noDisplay,
        concurrency: 1,
        folder: options.folder,
        fingerprintOf: () => "",
        signal: new AbortController().signal,
      }),
    );
  }

  it("has prod removed by the orchestrator: its table is still there, protected, its bucket guarded, and its zone", async () => {
    const { stacks } = await removed("prod");
    expect(stacks.map(({ stack, state, message }) => [stack, state, message])).to.deep.equal([
      ["prod", "succeeded", undefined],
    ]);
    expect(Object.keys(stacks[0]!.changes)).to.deep.equal(["delete"]);
    const tables = new DynamoDBClient(clientOf("prod"));
    const buckets = new S3Client({ ...clientOf("prod"), forcePathStyle: true });
    try {
      const { TableNames } = await tables.send(new ListTablesCommand({}));
      expect(TableNames).to.deep.equal(["StudentDetails"]);
      const { Table } = await tables.send(new DescribeTableCommand({ TableName: "StudentDetails" }));
      expect(Table).to.have.property("DeletionProtectionEnabled", true);
      const { Buckets = [] } = await buckets.send(new ListBucketsCommand({}));
      expect(Buckets).to.have.length(1);
      const Bucket = Buckets[0]!.Name!;
      const { Policy } = await buckets.send(new GetBucketPolicyCommand({ Bucket }));
      expect(Policy).to.match(/"aws:SecureTransport":\s*"false"/);
      const { PublicAccessBlockConfiguration } = await buckets.send(new GetPublicAccessBlockCommand({ Bucket }));
      expect(PublicAccessBlockConfiguration).to.have.property("RestrictPublicBuckets", true);
    } finally {
      tables.destroy();
      buckets.destroy();
    }
    const { endpoint, accountId, region } = accountNamed("prod");
    const headers = signedHeaders("route53", { accountId, region });
    const zones = await (await fetch(`${endpoint}/2013-04-01/hostedzone`, { headers })).text();
    expect(elements(zones, "Name")).to.include("app.platform.test.");
    // The other accounts are as they were.
    const central = await token("--account", "security");
    expect((await students("dev", "GET", "/getstudentdetails?Roll=1", central)).status).to.equal(404);
  });

  it("goes away as a whole", async () => {
    const { endpoint } = first.outputs as { endpoint: string };
    await sandboxOk("down");
    expect(fs.existsSync(folder)).to.equal(false);
    expect(processTable().filter(({ command }) => command.includes(folder))).to.deep.equal([]);
    await fetch(endpoint).then(
      () => expect.fail("the emulators still answer"),
      () => undefined,
    );
  });
});

/** The resources of a stack's state, without when it was written. */
function resourcesOf(file: string): string {
  const { checkpoint } = JSON.parse(fs.readFileSync(file, "utf8")) as {
    checkpoint: { latest: { resources: unknown } };
  };
  return JSON.stringify(checkpoint.latest.resources);
}
