import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import type { Plan, PlanResource } from "../../../tools/plan/plan";
import { writeGolden } from "../../../tools/plan/golden";
import { runStack } from "../../../tools/plan/run-stack";
import { comparePlans } from "../../../tools/upgrade/compare-plans";
import { judgePreview } from "../../../tools/upgrade/judge-preview";
import { statefulTypes } from "../../../tools/upgrade/stateful-types";
import { upgradeCommand } from "../../../tools/upgrade/upgrade-command";
import { makeRoot, smallProgram, type SmallProgramChange } from "../plan/fixture";

const table = "platform:data:Table$aws:dynamodb/table:Table::students-table";
const plan = (resources: Record<string, PlanResource>): Plan => ({ stack: "prod", resources });
const resource = (
  more: Partial<PlanResource> = {},
  inputs: PlanResource["inputs"] = { name: "Students" },
): PlanResource => ({
  location: "111122223333/eu-west-1",
  protect: true,
  inputs,
  ...more,
});
const whats = (before: Plan, after: Plan) =>
  comparePlans(before, after).map(({ severity, what }) => `${severity}: ${what}`);

describe("comparing the plans of two versions", () => {
  const before = plan({ [table]: resource() });

  it("finds nothing where nothing is lost", () => {
    const after = plan({ [table]: resource({}, { name: "Students", tags: { a: "b" } }) });
    expect(comparePlans(before, after)).to.deep.equal([]);
  });

  it("finds what would be removed", () => {
    expect(whats(before, plan({}))).to.deep.equal(["fatal: would be removed (it holds items)"]);
  });

  it("finds what would be made anew under another parent, and takes an alias for an answer", () => {
    const moved = "platform:stacks:System$platform:data:Table$aws:dynamodb/table:Table::students-table";
    expect(comparePlans(before, plan({ [moved]: resource() }))[0]).to.deep.include({
      severity: "fatal",
      address: table,
    });
    expect(whats(before, plan({ [moved]: resource() }))[0]).to.contain(`made anew as ${moved}`);
    expect(comparePlans(before, plan({ [moved]: resource({ aliases: [table] }) }))).to.deep.equal([]);
  });

  it("finds what would be replaced, by an input or by another account or region", () => {
    expect(whats(before, plan({ [table]: resource({}, { name: "Pupils" }) }))).to.deep.equal([
      'fatal: would be replaced: name changes from "Students" to "Pupils" (it holds items)',
    ]);
    expect(whats(before, plan({ [table]: resource({}, {}) }))[0]).to.contain('from "Students" to nothing');
    expect(whats(before, plan({ [table]: resource({ location: "111122223333/us-east-1" }) }))[0]).to.contain(
      "it moves from 111122223333/eu-west-1 to 111122223333/us-east-1",
    );
  });

  it("does not count what the program tells the engine to ignore", () => {
    const after = plan({ [table]: resource({ ignoreChanges: ["name"] }, { name: "Pupils" }) });
    expect(comparePlans(before, after)).to.deep.equal([]);
  });

  it("warns where protection is lost", () => {
    const after = plan({ [table]: resource({ protect: undefined }) });
    expect(whats(before, after)).to.deep.equal(["warning: would no longer be protected from removal (it holds items)"]);
  });

  it("leaves alone what can be made again, and what is only read", () => {
    const policy = plan({ "aws:iam/rolePolicy:RolePolicy::p": resource(), [table]: resource({ read: true }) });
    expect(comparePlans(policy, plan({}))).to.deep.equal([]);
  });
});

describe("the types that hold something", () => {
  it("are types of the provider, with inputs that it has", () => {
    for (const [type, { replacedBy }] of Object.entries(statefulTypes)) {
      const [, module, name] = /^aws:(\w+)\/\w+:(\w+)$/.exec(type)!;
      const resourceClass = (
        aws as unknown as Record<string, Record<string, { __pulumiType: string; toString(): string }>>
      )[module!]![name!]!;
      expect(resourceClass.__pulumiType, type).to.equal(type);
      const source = resourceClass.toString();
      for (const input of replacedBy) expect(source, `${type} ${input}`).to.contain(`"${input}"`);
    }
  });
});

describe("judging a preview of the engine", () => {
  const urn = `urn:pulumi:prod::platform::${table}`;
  const preview = (...steps: object[]) => JSON.stringify({ steps, changeSummary: {} });

  it("finds removal and replacement, each resource once, with the engine's reasons", () => {
    const risks = judgePreview(
      preview(
        { op: "create-replacement", urn },
        { op: "replace", urn, replaceReasons: ["hashKey"] },
        { op: "delete-replaced", urn },
        { op: "delete", urn: "urn:pulumi:prod::platform::aws:kms/key:Key::key" },
        { op: "delete", urn: "urn:pulumi:prod::platform::aws:iam/role:Role::role" },
        { op: "update", urn: "urn:pulumi:prod::platform::aws:s3/bucket:Bucket::b" },
      ),
      "prod",
    );
    expect(risks.map(({ address, what }) => `${address} ${what}`)).to.deep.equal([
      `${table} would be replaced because of hashKey (it holds items)`,
      "aws:kms/key:Key::key would be removed (it holds the only way to read what it encrypted)",
    ]);
  });

  it("finds nothing in a preview without changes, and refuses what is no preview", () => {
    expect(judgePreview(preview({ op: "same", urn }), "prod")).to.deep.equal([]);
    for (const text of ["", "error: no stack selected", "[]", "null", '{"steps":3}', "{}"]) {
      expect(() => judgePreview(text, "prod"), text).to.throw("not the output of pulumi preview --json");
    }
  });
});

describe("npm run upgrade-preview", () => {
  let root: string;
  let remove: () => void;
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@acme.io", "-c", "commit.gpgsign=false", ...args], {
      cwd: root,
      stdio: "pipe",
    });

  beforeEach(async () => {
    ({ root, remove } = makeRoot());
    writeGolden(root, (await runStack({ stack: "dev", root, program: smallProgram() })).plan);
    git("init", "-q");
    git("add", ".");
    git("commit", "-q", "-m", "deployed");
    git("tag", "v1.0.0");
  });
  afterEach(() => remove());

  async function upgrade(args: string[], change: SmallProgramChange = {}) {
    let output = "";
    let error = "";
    const code = await upgradeCommand(args, {
      root,
      program: smallProgram(change),
      write: (text) => (output += text),
      error: (text) => (error += text),
    });
    return { code, output, error };
  }
  const storeTable = "platform:data:Store$aws:dynamodb/table:Table::students-table";

  it("compares what the program makes now with the plan of the version that is deployed", async () => {
    expect((await upgrade(["--from", "v1.0.0"])).code).to.equal(0);
    const { code, output } = await upgrade(["--from", "v1.0.0"], { tableName: "Pupils" });
    expect(code).to.equal(1);
    expect(output).to.contain(
      `[fatal] dev ${storeTable}\n  would be replaced: name changes from "Students" to "Pupils"`,
    );
    expect((await upgrade([], { action: "dynamodb:GetItem" })).code).to.equal(0);
  });

  it("accepts what is allowed by its address, and says where that was not needed", async () => {
    const allowed = await upgrade(["dev", "--allow", storeTable], { tableName: "Pupils" });
    expect(allowed.code).to.equal(0);
    expect(allowed.output).to.contain(`[allowed] dev ${storeTable}`);
    expect((await upgrade(["dev", "--allow", storeTable])).output).to.contain("was not needed");
    const other = await upgrade(["dev", "--allow", "aws:sns/topic:Topic::alarms"], { tableName: "Pupils" });
    expect(other.code).to.equal(1);
  });

  it("follows an alias of the program", async () => {
    const more: SmallProgramChange["more"] = (providers) => {
      new aws.sns.Topic(
        "renamed",
        {},
        {
          provider: providers.regional,
          aliases: [{ name: "kept" }, { type: "x:y:Z", parent: pulumi.rootStackResource }],
        },
      );
    };
    const { plan: made } = await runStack({ stack: "dev", root, program: smallProgram({ more }) });
    expect(made.resources["aws:sns/topic:Topic::renamed"]!.aliases).to.include("aws:sns/topic:Topic::kept");
  });

  it("judges a preview from a file", async () => {
    const file = path.join(root, "preview.json");
    writeFileSync(file, JSON.stringify({ steps: [{ op: "delete", urn: `urn:pulumi:dev::platform::${storeTable}` }] }));
    expect((await upgrade(["dev", "--preview", file])).code).to.equal(1);
    writeFileSync(file, JSON.stringify({ steps: [] }));
    expect((await upgrade(["dev", "--preview", file])).code).to.equal(0);
  });

  it("fails with words where the version, the plan or the call is wrong", async () => {
    expect((await upgrade(["--from", "v9"])).error).to.contain("v9");
    expect((await upgrade(["test", "--from", "v1.0.0"])).error).to.contain("test/golden/test.json");
    expect((await upgrade(["--from=--output=/tmp/x"])).error).to.contain("is not the name of a commit");
    expect((await upgrade(["--preview", "x"])).code).to.equal(2);
    expect((await upgrade(["--form", "x"])).code).to.equal(2);
    expect((await upgrade(["--help"])).output).to.contain("usage: npm run upgrade-preview");
  });
});
