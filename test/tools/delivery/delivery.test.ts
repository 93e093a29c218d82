import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import { repositoryRoot } from "../../../stacks/config";
import { buildspecSchema, readBuildspec, type Buildspec } from "../../../tools/delivery/buildspec";
import { cleanEnvironment } from "../../../tools/delivery/clean-environment";
import { runStages, stageTable } from "../../../tools/delivery/run-stages";
import { stageScript } from "../../../tools/delivery/stage-script";
import { stages } from "../../../tools/delivery/stages";
import { previewSummary } from "../../../tools/delivery/summary";
import { chosenStages } from "../../../tools/delivery/verbs/stage";

const files = globSync("delivery/*.yml", { cwd: repositoryRoot }).sort();
const spec = (phases: object): Buildspec => buildspecSchema.parse({ version: 0.2, phases });
/**
 * What the projects' image has of what is asked for here.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/available-runtimes.html
 */
const IMAGE = "aws/codebuild/standard:8.0";
const RUNTIMES: Record<string, string[]> = {
  nodejs: ["22", "24"],
  golang: ["1.24", "1.25", "1.26"],
  python: ["3.10", "3.11", "3.12", "3.13", "3.14"],
};

const stage = { name: "one", buildspec: "one.yml", about: "a test" };

describe("the buildspecs", () => {
  for (const file of files)
    it(`${file} is one that CodeBuild takes, and starts from the lock file`, () => {
      const { phases, env } = readBuildspec(path.join(repositoryRoot, file));
      expect(phases.install?.commands.join(" ")).to.match(/^npm ci /);
      expect(phases.install?.["runtime-versions"]).to.include({ nodejs: 22 });
      expect(JSON.stringify(env ?? {})).not.to.match(/SECRET|PASSWORD|AKIA/);
    });

  it("ask for nothing that the projects' image does not have", () => {
    expect(readFileSync(path.join(repositoryRoot, "components/delivery/build-project.ts"), "utf8")).to.contain(
      `const IMAGE = "${IMAGE}"`,
    );
    for (const file of files)
      for (const phase of Object.values(readBuildspec(path.join(repositoryRoot, file)).phases))
        for (const [runtime, version] of Object.entries(phase["runtime-versions"] ?? {}))
          expect(RUNTIMES[runtime], `${runtime} of ${file}`).to.include(String(version));
  });

  it("have Go and Python where what they run needs them", () => {
    const runtimes = (name: string) =>
      readBuildspec(path.join(repositoryRoot, `delivery/${name}.yml`)).phases.install!["runtime-versions"]!;
    const needed = ["sandbox/engine/cli", "sandbox/engine/provider", "tools/workflow-lint/actionlint"].map(
      (folder) => /^go (1\.\d+)/m.exec(readFileSync(path.join(repositoryRoot, folder, "go.mod"), "utf8"))![1]!,
    );
    const newest = needed.sort((a, b) => Number(a.slice(2)) - Number(b.slice(2))).at(-1)!;
    for (const name of ["style", "verify"]) expect(runtimes(name)["golang"], name).to.equal(newest);
    expect(runtimes("verify")).to.have.property("python");
  });

  it("are all run on this machine too", () => {
    expect([...new Set(stages.map(({ buildspec }) => buildspec))].sort()).to.deep.equal(files);
    for (const { buildspec } of stages)
      expect(existsSync(path.join(repositoryRoot, buildspec)), buildspec).to.equal(true);
  });

  it("deploy by the orchestrator alone, which previews with the policy pack first", () => {
    const { phases } = readBuildspec(path.join(repositoryRoot, "delivery/deploy.yml"));
    expect(phases.build!.commands).to.deep.equal(['npm run --silent platform -- up --stack "$STACK"']);
  });

  it("verify what was deployed first, and let no test know of the account's role", () => {
    const { phases } = readBuildspec(path.join(repositoryRoot, "delivery/verify.yml"));
    const [first, ...more] = phases.pre_build!.commands;
    expect(first).to.match(/^\(\. delivery\/assume-role\.sh && npm run --silent platform -- verify .* -- status .*\)$/);
    expect(more).to.deep.equal([]);
    expect(phases.build!.commands).to.deep.equal(["npm test --silent -- emulator sandbox stacks accounts enforced"]);
  });

  for (const [what, value, text] of [
    ["version 0.1", { version: 0.1, phases: { build: { commands: ["a"] } } }, "0.2"],
    ["a phase that there is not", { version: 0.2, phases: { deploy: { commands: ["a"] } } }, "deploy"],
    ["no phase", { version: 0.2, phases: {} }, "at least one phase"],
    [
      "a command with a colon that YAML takes apart",
      { version: 0.2, phases: { build: { commands: [{ a: "b" }] } } },
      "quotes",
    ],
    ["a misspelt key", { version: 0.2, phases: { build: { command: ["a"] } } }, "command"],
  ] as const)
    it(`refuse ${what}`, () => {
      const result = buildspecSchema.safeParse(value);
      expect(JSON.stringify(result.error?.issues)).to.contain(text);
    });
});

describe("a stage on this machine", () => {
  const run = (phases: object, more: object = {}) => {
    const script = stageScript({ buildspec: spec(phases), stage: { ...stage, ...more }, installed: false });
    const { status, stdout } = spawnSync("bash", ["-c", script], { encoding: "utf8" });
    return { status, said: stdout.split("\n").filter((line) => line && !/^(\$|==|exit)/.test(line)) };
  };

  it("keeps what a command exports for the next phase, as CodeBuild does", () => {
    const phases = { pre_build: { commands: ['export A="it\'s"'] }, build: { commands: ['echo "$A"'] } };
    expect(run(phases)).to.deep.equal({ status: 0, said: ["it's"] });
  });

  it("stops a phase at the first failure, and runs finally and post_build all the same", () => {
    const phases = {
      build: { commands: ["echo a", "(exit 3)", "echo b"], finally: ["echo f"] },
      post_build: { commands: ["echo p"] },
    };
    expect(run(phases)).to.deep.equal({ status: 3, said: ["a", "f", "p"] });
  });

  it("begins nothing after an install that failed", () => {
    const phases = {
      install: { commands: ["false"] },
      build: { commands: ["echo b"] },
      post_build: { commands: ["echo p"] },
    };
    expect(run(phases)).to.deep.equal({ status: 1, said: [] });
  });

  it("takes no role, and does here what would need an account", () => {
    const phases = { pre_build: { commands: [". delivery/assume-role.sh"] }, build: { commands: ["echo account"] } };
    expect(run(phases, { here: { build: ["echo sandbox"] } })).to.deep.equal({ status: 0, said: ["sandbox"] });
    const before = {
      pre_build: { commands: ["(. delivery/assume-role.sh && echo a)"] },
      build: { commands: ["echo b"] },
    };
    expect(run(before, { here: { pre_build: ["echo here"] } })).to.deep.equal({ status: 0, said: ["here", "b"] });
    expect(run(before)).to.deep.equal({ status: 0, said: ["b"] });
  });

  it("knows nothing of the caller but where programs, caches and registries are", () => {
    const from = {
      PATH: "/bin",
      HOME: "/h",
      AWS_SECRET_ACCESS_KEY: "x",
      GITHUB_TOKEN: "x",
      npm_config_registry: "r",
      CI: "",
    };
    expect(cleanEnvironment(from, { CI: "true" })).to.deep.equal({
      PATH: "/bin",
      HOME: "/h",
      npm_config_registry: "r",
      CI: "true",
    });
  });
});

describe("stages after one another", function () {
  this.timeout(60_000);
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "delivery-test-"));
    mkdirSync(path.join(folder, "delivery"));
    for (const [name, command] of [
      ["good", "true"],
      ["bad", "exit_with() { return 4; }; exit_with"],
      ["unasked", "(exit 75)"],
      ["long", "bash -c 'echo $$ > child; exec sleep 60'; echo never > after"],
    ] as const)
      writeFileSync(
        path.join(folder, `${name}.yml`),
        JSON.stringify({ version: 0.2, phases: { build: { commands: [command] } } }),
      );
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const go = (names: string[], approve = true, signal?: AbortSignal) =>
    runStages({
      stages: names.map((name, index) => ({
        name: `${index} ${name}`,
        about: "",
        buildspec: `${name.split(" ")[0]}.yml`,
        asks: name.endsWith("asks"),
        unasked: name.startsWith("unasked") ? 75 : undefined,
      })),
      folder,
      installed: true,
      approve: () => Promise.resolve(approve),
      write: () => undefined,
      now: () => 0,
      signal,
    }).then((results) => results.map(({ state }) => state));

  it("go on while they succeed", async () => {
    expect(await go(["good", "good asks", "good"])).to.deep.equal(["succeeded", "succeeded", "succeeded"]);
  });

  it("stop at the first failure", async () => {
    expect(await go(["good", "bad", "good"])).to.deep.equal(["succeeded", "failed", "not started"]);
  });

  it("go on where a service did not answer, which is no success, and only where that is known", async () => {
    expect(await go(["unasked", "good"])).to.deep.equal(["could not be asked", "succeeded"]);
    expect(await go(["bad unasked", "good"])).to.deep.equal(["failed", "not started"]);
  });

  it("end with all that they started when they are interrupted", async () => {
    const interruption = new AbortController();
    const results = go(["long", "good"], true, interruption.signal);
    const child = path.join(folder, "child");
    while (!existsSync(child) || !readFileSync(child, "utf8")) await new Promise((resolve) => setTimeout(resolve, 20));
    interruption.abort();
    expect(await results).to.deep.equal(["failed", "not started"]);
    const alive = () => existsSync(`/proc/${readFileSync(child, "utf8").trim()}/cmdline`);
    for (let tries = 0; alive() && tries < 100; tries++) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(alive()).to.equal(false);
    expect(existsSync(path.join(folder, "after"))).to.equal(false);
  });

  it("stop where somebody says no", async () => {
    expect(await go(["good asks", "good"], false)).to.deep.equal(["rejected", "not started"]);
  });

  it("end with a table", () => {
    const table = stageTable([
      { name: "style", state: "failed", seconds: 12 },
      { name: "deploy-test", state: "not started", seconds: 0 },
    ]);
    expect(table).to.equal("STAGE        RESULT       TIME\nstyle        failed       12 s\ndeploy-test  not started");
    expect(stageTable([{ name: "security", state: "could not be asked", seconds: 2 }])).to.equal(
      "STAGE     RESULT              TIME\nsecurity  could not be asked  2 s",
    );
  });
});

describe("npm run delivery", () => {
  it("takes stages in the pipeline's order, and explains wrong names", () => {
    expect(chosenStages(["policy", "style"], false).map(({ name }) => name)).to.deep.equal(["style", "policy"]);
    expect(chosenStages([], true)).to.have.length(stages.length);
    expect(() => chosenStages(["stile"], false)).to.throw('There is no stage "stile"; there are style, unit');
    expect(() => chosenStages([], false)).to.throw("Name a stage, or --all");
  });

  it("has help", function () {
    this.timeout(60_000);
    const text = execFileSync(process.execPath, ["--require", "tsx/cjs", "tools/delivery/main.ts", "stage", "--help"], {
      cwd: repositoryRoot,
      encoding: "utf8",
    });
    for (const { name } of stages) expect(text).to.contain(name);
    expect(text).to.contain("--approve");
  });
});

describe("the summary of a preview", () => {
  const stack = (changes: Record<string, number>, message?: string) => ({ stack: "prod", changes, message }) as never;

  it("says what would change, and not what stays", () => {
    expect(previewSummary({ stacks: [stack({ create: 2, update: 1, same: 300 })] })).to.equal(
      "prod: 2 to create, 1 to update.",
    );
    expect(previewSummary({ stacks: [stack({ same: 300 })] })).to.equal("prod: nothing.");
  });

  it("fits the mail", () => {
    const text = previewSummary({ stacks: [stack({}, "x".repeat(900))] });
    expect(text).to.have.length(500).and.match(/…$/);
  });
});
