import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { planArguments } from "../../../tools/plan/arguments";
import { planCommand } from "../../../tools/plan/plan-command";
import type { JudgeResources } from "../../../tools/plan/run-stack";
import { runPack, type RunPackOptions } from "../../../policies/run-in-process";
import type { Rule } from "../../../policies/core/rule";
import type { Violation } from "../../../policies/violation";
import { platformYaml } from "../../stacks/config/fixture";
import { devYaml, makeRoot, smallProgram, type SmallProgramChange } from "./fixture";

const violation = (change: Partial<Violation> = {}): Violation => ({
  rule: "no-wildcard",
  title: "No action holds a wildcard",
  severity: "high",
  level: "mandatory",
  urn: "a::b::c::students-policy",
  message: "Action holds a wildcard",
  fix: "Name it.",
  ids: [],
  ...change,
});

const about = { title: "t", why: "w", severity: "high" as const, fix: "f", ids: [] as string[] };
/** A pack of two rules, the first of which is a defect. */
const pack: RunPackOptions = {
  rules: [
    {
      ...about,
      kind: "resource",
      name: "broken",
      types: ["aws:sns/topic:Topic"],
      check: () => (undefined as unknown as string[]).join(),
    },
    { ...about, kind: "resource", name: "finds", types: ["aws:sns/topic:Topic"], check: () => "it is there" },
  ] satisfies Rule[],
};

describe("npm run plan", () => {
  let root: string;
  let remove: () => void;
  beforeEach(() => ({ root, remove } = makeRoot()));
  afterEach(() => remove());

  async function plan(args: string[], change: SmallProgramChange = {}, judge: JudgeResources = () => []) {
    let output = "";
    let errors = "";
    const code = await planCommand(planArguments(args), {
      root,
      program: smallProgram(change),
      judge,
      write: (text) => (output += text),
      writeError: (text) => (errors += text),
    });
    return { code, output, errors };
  }
  const golden = () => path.join(root, "test/golden/dev.json");

  it("says that there is no committed plan, writes it, and is content afterwards", async () => {
    const first = await plan(["dev"]);
    expect(first.code).to.equal(3);
    expect(first.output).to.contain("npm run plan -- dev --update");
    expect(existsSync(golden())).to.equal(false);
    expect((await plan(["dev", "--update"])).code).to.equal(0);
    const last = await plan(["dev"]);
    expect(last.code).to.equal(0);
    expect(last.output).to.contain("The plan is the committed one (test/golden/dev.json).");
  });

  it("groups the resources by account, region and component", async () => {
    const { output } = await plan(["dev"]);
    expect(output).to.contain("dev: 5 resources in account dev");
    expect(output).to.match(/111122223333\/eu-west-1 {2}4\n {2}students {2}4\n\n111122223333\/us-east-1 {2}1/);
    expect(output).to.contain("Reserved concurrency: 20 of 900");
    expect(output).to.not.contain("students-role");
    expect((await plan(["dev", "--details"])).output).to.contain("    students-role  aws:iam/role:Role\n");
  });

  it("shows what changed, to the value, and exits with its own code", async () => {
    await plan(["dev", "--update"]);
    const { code, output } = await plan(["dev"], { action: "dynamodb:*" });
    expect(code).to.equal(3);
    expect(output).to.contain(
      '~ aws:iam/rolePolicy:RolePolicy students-policy\n      inputs.policy.${json}.Statement[0].Action: "dynamodb:PutItem" → "dynamodb:*"',
    );
  });

  it("fails on a mandatory violation, not on an advisory or an excepted one", async () => {
    await plan(["dev", "--update"]);
    const { code, output } = await plan(["dev"], {}, () => [violation()]);
    expect(code).to.equal(1);
    expect(output).to.contain(
      "high no-wildcard (refused)\n  c students-policy\n  Action holds a wildcard.\n  Fix: Name it.",
    );
    expect((await plan(["dev"], {}, () => [violation({ level: "advisory" })])).code).to.equal(0);
    const excepted = { reason: "It lists tables.", owner: "data", expires: "2027-01-31" };
    const accepted = await plan(["dev"], {}, () => [violation({ excepted })]);
    expect(accepted.code).to.equal(0);
    expect(accepted.output).to.contain("Accepted by exceptions: 1").and.not.contain("It lists tables.");
    expect((await plan(["dev", "--details"], {}, () => [violation({ excepted })])).output).to.contain(
      "It lists tables.",
    );
  });

  it("says of a component that a plugin runs that it is not checked here, in every form", async () => {
    const change: SmallProgramChange = {
      // As the package of a plugin does it: the component's last argument says that it is remote.
      more: () => void new pulumi.ComponentResource("plugin:index:Shop", "shop", { size: 1 }, {}, true),
    };
    const { code, output } = await plan(["dev", "--update"], change);
    expect(code).to.equal(0);
    expect(output).to.contain(
      "medium not-checked-here (advisory)\n  plugin:index:Shop shop\n  not checked here: a plugin",
    );
    expect(output).not.to.contain("No violations");
    expect(JSON.parse(readFileSync(golden(), "utf8")).resources["plugin:index:Shop::shop"]).to.deep.equal({
      remote: true,
    });
    for (const format of ["markdown", "json", "sarif"])
      expect((await plan(["dev", "--format", format], change)).output, format).to.contain("not checked here: a plugin");
    expect((await plan(["dev"])).output)
      .to.contain("No violations")
      .and.not.contain("not checked here");
  });

  it("lets no broken rule hide what the others find", async () => {
    await plan(["dev", "--update"]);
    const { code, output } = await plan(["dev"], {}, (resources) => runPack(resources, { ...pack, exceptions: [] }));
    expect(code).to.equal(1);
    expect(output).to.contain("policy-failure (refused)").and.contain("the rule broken itself failed with a TypeError");
    expect(output).to.contain("high finds (refused)\n  aws:sns/topic:Topic alarms");
  });

  it("writes a refused plan too, and refuses it all the same", async () => {
    const { code, output } = await plan(["dev", "--update"], { reserved: 5000 });
    expect(code).to.equal(1);
    expect(output).to.contain("Refused:");
    expect(existsSync(golden())).to.equal(true);
    expect((await plan(["dev"], { reserved: 5000 })).code).to.equal(1);
  });

  it("says what has to be filled in, and plans all the same", async () => {
    writeFileSync(path.join(root, "platform.config.yaml"), platformYaml.replace('"42"', "REPLACE_ME"));
    const { code, output } = await plan(["dev", "--update"]);
    expect(code).to.equal(0);
    expect(output).to.contain('platform.config.yaml: tags.CostCentre is "REPLACE_ME"; this is a placeholder');
  });

  it("refuses a committed plan that is none", async () => {
    await plan(["dev", "--update"]);
    writeFileSync(golden(), "<<<<<<< ours\n" + readFileSync(golden(), "utf8"));
    const { code, errors } = await plan(["dev"]);
    expect(code).to.equal(1);
    expect(errors).to.contain("test/golden/dev.json is not a plan");
  });

  it("writes Markdown whose fence and tables no value can break out of", async () => {
    await plan(["dev", "--update"]);
    const hostile = violation({ rule: "p", level: "advisory", message: "a | b\n<script>" });
    delete hostile.urn;
    const { output } = await plan(["dev", "--format", "markdown"], { tableName: "```\n# Hi" }, () => [hostile]);
    expect(output).to.contain("## Plan of `dev`");
    expect(output).to.contain("| ⚠️ | high | p | the stack | a \\| b &lt;script>. Name it. |");
    expect(output).to.contain(
      '! aws:dynamodb/table:Table students-table\n      inputs.name: "Students" → {"${lines}":["‵‵‵","# Hi"]}',
    );
    expect(output.match(/```/g)).to.have.length(2);
    expect(output).to.contain("<details>");
  });

  it("cuts a difference that no comment could take, and says so", async () => {
    await plan(["dev", "--update"]);
    const long = Array.from({ length: 3000 }, (_, index) => `line ${index}`).join("\n");
    const { output } = await plan(["dev", "--format", "markdown"], { tableName: long });
    expect(output.length).to.be.below(65_536);
  });

  it("writes JSON for programs", async () => {
    const { output } = await plan(["dev", "--format", "json"]);
    const report = JSON.parse(output) as Record<string, unknown>;
    expect(report).to.deep.include({ stack: "dev", account: { name: "dev", id: "111122223333" }, problems: [] });
    expect(report["locations"]).to.deep.equal([
      { location: "111122223333/eu-west-1", count: 4 },
      { location: "111122223333/us-east-1", count: 1 },
    ]);
  });

  it("writes SARIF with the rule, the level and the place", async () => {
    const { output } = await plan(["dev", "--format", "sarif"], {}, () => [violation()]);
    const { version, runs } = JSON.parse(output) as { version: string; runs: any[] };
    expect(version).to.equal("2.1.0");
    expect(runs).to.have.length(1);
    expect(runs[0].results[0]).to.deep.include({ ruleId: "no-wildcard", level: "error" });
    expect(runs[0].automationDetails.id).to.equal("policies/dev/");
  });

  it("compares with the plans of another state besides", async () => {
    await plan(["dev", "--update"], { action: "dynamodb:GetItem" });
    const base = path.join(root, "base");
    renameSync(path.join(root, "test/golden"), base);
    await plan(["dev", "--update"]);
    const { code, output } = await plan(["dev", "--base", base]);
    expect(code).to.equal(0);
    expect(output).to.contain(`Against ${base}:`).and.contain('"dynamodb:GetItem" → "dynamodb:PutItem"');
    expect(output).to.contain("The plan is the committed one");
    const page = await plan(["dev", "--base", base, "--format", "markdown"]);
    expect(page.output).to.contain("Against the base: 0 added, 0 removed, 1 changed.").and.contain("dynamodb:GetItem");
    const none = await plan(["dev", "--base", path.join(root, "nothing")]);
    expect(none.output).to.contain("The stack has no plan in");
  });

  it("writes every report of every stack, also where one of them fails", async () => {
    writeFileSync(path.join(root, "Pulumi.prod.yaml"), devYaml.replace("account: dev", "account: dve"));
    const folder = path.join(root, "reports");
    const { code, output, errors } = await plan(["--all", "--reports", folder], {}, () => [violation()]);
    expect(code).to.equal(1);
    expect(output).to.contain("dev: 5 resources");
    expect(errors).to.match(/^prod: .*did you mean dev/s);
    expect(readdirSync(folder)).to.deep.equal(["dev.json", "dev.md", "dev.sarif", "prod.json"]);
    const [dev, prod] = ["dev", "prod"].map((stack) =>
      JSON.parse(readFileSync(path.join(folder, `${stack}.json`), "utf8")),
    );
    expect(dev.violations).to.deep.equal([violation()]);
    expect(prod).to.have.all.keys("stack", "error");
  });

  it("is refused with a message where it is called wrongly", () => {
    expect(() => planArguments([])).to.throw("name a stack");
    expect(() => planArguments(["dev", "--format", "xml"])).to.throw("use one of terminal, markdown, json, sarif");
    expect(() => planArguments(["../secrets"])).to.throw('"../secrets" is not the name of a stack');
    expect(() => planArguments(["dev", "--updat"])).to.throw("--updat");
    expect(() => planArguments(["dev", "test", "--format", "json"])).to.throw("one stack");
    expect(() => planArguments(["dev", "--all"])).to.throw("name none beside it");
    expect(() => planArguments(["--all", "--format", "sarif"])).to.throw("--reports");
    expect(planArguments(["--help"]).help).to.equal(true);
  });
});
