import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parse } from "yaml";
import { engineEnvironment } from "../../../sandbox/adaptations/engine-environment";
import { processesWith } from "../../../sandbox/emulator/processes-with";
import type { Engine } from "../../../sandbox/engine/ensure-engine";
import { bootstrap } from "../../../tools/bootstrap/bootstrap";
import { statePlan } from "../../../tools/bootstrap/state-plan";
import { orchestrate } from "../../../tools/platform/orchestrate";
import { ProcessRunner } from "../../../tools/platform/process-runner";
import type { RunReport } from "../../../tools/platform/run-report";
import { stackList } from "../../../tools/platform/stack-list";
import { filledIn } from "../../tools/bootstrap/filled-in";
import { noDisplay } from "../../tools/platform/support/simulated";
import { cachedEngine } from "../../support/cached-engine";
import { ownEmulator } from "../../support/own-emulator";
import { root } from "../../support/own-stacks";
import { recordedProgress } from "../engine/support/recorded-progress";

/** A program without a cloud: what a file beside it says decides what happens in which stack. */
const PROGRAM = `
const fs = require("node:fs");
const pulumi = require(${JSON.stringify(path.join(root, "node_modules/@pulumi/pulumi"))});
class Part extends pulumi.ComponentResource {
  constructor(name, options, type = "test:index:Part") {
    super(type, name, {}, options);
    this.registerOutputs({});
  }
}
exports.program = async () => {
  const stack = pulumi.getStack();
  new Part("part");
  const what = JSON.parse(fs.readFileSync(__dirname + "/what.json", "utf8"))[stack];
  if (what === "stray") {
    void Promise.reject(new Error("a rejection that nobody handles"));
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
    const kept = { protect: true, retainOnDelete: true };
  if (what === "retained") new Part("data", kept);
  for (const name of what?.systems ?? []) {
    const system = new Part(name, {}, "platform:stacks:System");
    const part = new Part(name + "-table", { parent: system });
    new Part(name + "-data", { ...kept, parent: part });
  }
  if (what === "protected" || what === "free") new Part("guarded", { protect: what === "protected" });
  if (what === "hang" && !pulumi.runtime.isDryRun()) await new Promise((resolve) => setTimeout(resolve, 60_000));
  return { secret: pulumi.secret("hidden " + stack) };
};
`;

/** In the environment of all that these tests start. */
const MARK = "PLATFORM_TEST_ORCHESTRATED";

/** A stack with nothing left to fill in. */
const STACK = `# A small stack.
config:
  # No resource goes to an account by accident: each names its provider.
  pulumi:disable-default-providers: ["aws"]
  platform:kind: workload
  platform:account: dev
  platform:production: false
  platform:domain: dev.acme.test
  platform:allowedOrigins: ["http://localhost:3000"]
  platform:systems: { identity: {} }
`;

describe("the orchestrator with the real engine", function () {
  // Minutes at most, and many where others share the processor; only what hangs takes this long.
  this.timeout(1_200_000);
  let engine: Engine;
  let repository: string;
  let options: ConstructorParameters<typeof ProcessRunner>[0];
  const environment = { ...process.env };

  before(async () => {
    const emulator = await ownEmulator();
    engine = await cachedEngine();
    repository = filledIn(fs.mkdtempSync(path.join(os.tmpdir(), "platform-orchestrated-")));
    // Few stacks, so that each is worth its time.
    for (const file of fs.readdirSync(repository))
      if (/^Pulumi\.(baseline-.*|security|test|prod)\.yaml$/.test(file)) fs.rmSync(path.join(repository, file));
    // An account of its own, beside those of the other tests; bucket names are global.
    const accountId = String(100_000_000_000 + Math.floor(Math.random() * 899_999_999_999));
    const shared = path.join(repository, "platform.config.yaml");
    fs.writeFileSync(shared, fs.readFileSync(shared, "utf8").replaceAll("111111111111", accountId));
    for (const stack of ["dev", "other"]) fs.writeFileSync(path.join(repository, `Pulumi.${stack}.yaml`), STACK);
    fs.writeFileSync(path.join(repository, "program.js"), PROGRAM);
    const folder = path.join(repository, ".platform");
    const { pulumiCommandRoot, pulumiHome, path: enginePath } = engine;
    options = {
      root: repository,
      folder,
      engine: { pulumiCommandRoot, pulumiHome, path: enginePath },
      program: path.join(repository, "program.js"),
      policyPack: path.join(root, "policies"),
      checkAccount: false,
    };
    Object.assign(process.env, engineEnvironment(emulator.endpoint), {
      [MARK]: repository,
      AWS_ACCESS_KEY_ID: accountId,
      AWS_SECRET_ACCESS_KEY: "emulator",
    });
  });
  after(() => {
    for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
    Object.assign(process.env, environment);
    if (repository) fs.rmSync(repository, { recursive: true, force: true });
  });

  async function run(
    what: Record<string, string | { systems: string[] }>,
    more: { resume?: boolean; cancelWhen?: RegExp } = {},
  ) {
    fs.writeFileSync(path.join(repository, "what.json"), JSON.stringify(what));
    const controller = new AbortController();
    const runner = new ProcessRunner(options);
    const report = await orchestrate({
      verb: "up",
      stacks: stackList(repository).filter(({ kind }) => kind === "workload"),
      runner,
      display: {
        ...noDisplay,
        progress: (_stack, text) => more.cancelWhen?.test(text) && controller.abort(),
      },
      concurrency: 2,
      resume: more.resume,
      folder: options.folder,
      fingerprintOf: () => "same",
      signal: controller.signal,
    });
    return { report, states: statesOf(report) };
  }
  const statesOf = ({ stacks }: RunReport) => Object.fromEntries(stacks.map(({ stack, state }) => [stack, state]));
  const textOf = (file: string) => fs.readFileSync(path.join(repository, file), "utf8");

  it("makes bucket, key, roles and stacks, moves its state there, and changes nothing the second time", async () => {
    const { endpoint } = await ownEmulator();
    const plan = statePlan({ root: repository, endpoint });
    const make = () => bootstrap({ ...options, plan, endpoint, report: recordedProgress() });
    const comments = textOf("Pulumi.dev.yaml").match(/^ *#.*$/gm);
    const first = await make();
    expect(first.moved).to.equal(true);
    expect(first.made).to.deep.equal(["management", "dev", "other"]);
    expect(fs.existsSync(path.join(options.folder, "bootstrap", "state"))).to.equal(false);
    expect(textOf("Pulumi.dev.yaml").match(/^ *#.*$/gm)).to.deep.equal(comments);
    expect(parse(textOf("Pulumi.dev.yaml")))
      .to.have.property("encryptedkey")
      .that.is.a("string");
    expect((parse(textOf("Pulumi.yaml")) as { backend: object }).backend).to.deep.equal({ url: plan.backendUrl });

    const second = await make();
    expect(second).to.deep.include({ moved: false, edits: [], made: [] });
    expect(Object.keys(second.changes)).to.deep.equal(["same"]);
  });

  it("deploys the others where one stack's program breaks in the worst way, then only what is missing", async () => {
    const first = await run({ dev: "stray" });
    expect(first.states).to.deep.equal({ dev: "failed", other: "succeeded" });
    expect(first.report.stacks[0]!.message).to.contain("a rejection that nobody handles");
    const second = await run({}, { resume: true });
    expect(second.states).to.deep.equal({ dev: "succeeded", other: "alreadyDone" });
  });

  it("cancels in an orderly way: no lock stays, and the next run goes through", async () => {
    const { states, report } = await run({ dev: "hang" }, { cancelWhen: /resources done/ });
    expect(states["dev"], JSON.stringify(report)).to.equal("cancelled");
    expect((await run({})).states["dev"]).to.equal("succeeded");
  });

  it("tells who holds the lock that a killed process left, takes it away when asked, and goes on", async () => {
    const [dev] = stackList(repository).filter(({ name }) => name === "dev");
    fs.writeFileSync(path.join(repository, "what.json"), JSON.stringify({ dev: "hang" }));
    const killed = new ProcessRunner(options);
    const never = new AbortController().signal;
    const end = await killed.run("up", dev!, never, (text) => {
      if (/resources done/.test(text)) killed.kill();
    });
    expect(end.message).to.contain("its process ended with SIGKILL");
    // Neither the engine's plugins nor its policy analyzer, which notice nothing.
    expect(processesWith(`${MARK}=${repository}`).map(({ command }) => command)).to.deep.equal([]);
    const locked = await run({});
    expect(locked.report.stacks[0]!.message).to.match(/^The state is locked, by .+@.+ \(pid \d+\)/);
    const unlocked = await new ProcessRunner(options).run("unlock", dev!, never, () => undefined);
    expect(unlocked).to.deep.equal({ ok: true, message: "the lock is gone" });
    expect((await run({})).states["dev"]).to.equal("succeeded");
  });

  it("removes what retains its data, which leaves the state, and refuses what is protected and would be lost", async () => {
    const never = new AbortController().signal;
    const removalOf = async (name: string) => {
      const stack = stackList(repository).find((each) => each.name === name)!;
      return new ProcessRunner(options).run("destroy", stack, never, () => undefined);
    };
    expect((await run({ dev: "retained", other: "protected" })).states).to.deep.equal({
      dev: "succeeded",
      other: "succeeded",
    });
    const removed = await removalOf("dev");
    expect(removed.ok, removed.message).to.equal(true);
    expect(removed.changes).to.deep.equal({ delete: 3 });
    const refused = await removalOf("other");
    expect(refused.ok).to.equal(false);
    expect(refused.message).to.contain("protected");
    // What was refused is there still, and goes once the program says that it may.
    expect((await run({ other: "free" })).states["other"]).to.equal("succeeded");
    expect((await removalOf("other")).ok).to.equal(true);
  });

  it("switches a system off whose data are retained, once somebody let them leave the state", async () => {
    const never = new AbortController().signal;
    const dev = stackList(repository).find((each) => each.name === "dev")!;
    const unprotect = (...systems: string[]) =>
      new ProcessRunner({ ...options, systems }).run("unprotect", dev, never, () => undefined);
    const deploy = async (...systems: string[]) => (await run({ dev: { systems } })).report.stacks[0]!;
    expect((await deploy("etl", "trends")).state).to.equal("succeeded");
    const refused = await deploy("trends");
    expect(refused.state).to.equal("failed");
    expect(refused.message)
      .to.contain("npm run platform -- unprotect --stack dev --system NAME")
      .and.contain("etl-data");
    const other = await unprotect("students");
    expect(other.ok).to.equal(false);
    expect(other.message).to.equal("Nothing of a system students is in the state of dev; there is etl, trends.");
    expect(await unprotect("etl")).to.deep.equal({
      ok: true,
      message: "1 resource of etl may leave the state, and stay in the account",
    });
    const off = await deploy("trends");
    expect(off.state, off.message).to.equal("succeeded");
    expect(off.changes["delete"]).to.equal(3);
    expect((await deploy()).message, "what is retained of the other system").to.contain("trends-data");
  });
});
