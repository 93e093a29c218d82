import { expect } from "chai";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { planArguments } from "../../../tools/plan/arguments";
import { planCommand } from "../../../tools/plan/plan-command";
import type { Violation } from "../../../tools/plan/violation";
import { platformYaml } from "../../stacks/config/fixture";
import { makeRoot, smallProgram, type SmallProgramChange } from "./fixture";

describe("npm run plan", () => {
  let root: string;
  let remove: () => void;
  beforeEach(() => ({ root, remove } = makeRoot()));
  afterEach(() => remove());

  async function plan(args: string[], change: SmallProgramChange = {}, violations: Violation[] = []) {
    let output = "";
    const code = await planCommand(planArguments(args), {
      root,
      program: smallProgram(change),
      runPack: () => violations,
      write: (text) => (output += text),
    });
    return { code, output };
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

  it("fails on a mandatory violation, not on an advisory one", async () => {
    await plan(["dev", "--update"]);
    const violation: Violation = {
      policy: "no-wildcard",
      enforcement: "mandatory",
      urn: "a::b::c::students-policy",
      message: "name it",
    };
    const { code, output } = await plan(["dev"], {}, [violation]);
    expect(code).to.equal(1);
    expect(output).to.contain("[mandatory] no-wildcard on students-policy: name it");
    expect((await plan(["dev"], {}, [{ ...violation, enforcement: "advisory" }])).code).to.equal(0);
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
    const error = await plan(["dev"]).catch((reason: unknown) => reason as Error);
    expect((error as Error).message).to.contain("test/golden/dev.json is not a plan");
  });

  it("writes Markdown whose fence and tables no value can break out of", async () => {
    await plan(["dev", "--update"]);
    const violation: Violation = { policy: "p", enforcement: "advisory", message: "a | b\n<script>" };
    const { output } = await plan(["dev", "--format", "markdown"], { tableName: "```\n# Hi" }, [violation]);
    expect(output).to.contain("## Plan of `dev`");
    expect(output).to.contain("| advisory | p |  | a \\| b \\<script\\> |");
    expect(output).to.match(/````diff\n! aws:dynamodb\/table:Table students-table\n/);
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

  it("is refused with a message where it is called wrongly", () => {
    expect(() => planArguments([])).to.throw("name a stack");
    expect(() => planArguments(["dev", "--format", "xml"])).to.throw("use one of terminal, markdown, json");
    expect(() => planArguments(["../secrets"])).to.throw('"../secrets" is not the name of a stack');
    expect(() => planArguments(["dev", "--updat"])).to.throw("--updat");
    expect(() => planArguments(["dev", "test", "--format", "json"])).to.throw("one stack");
    expect(planArguments(["--help"]).help).to.equal(true);
  });
});
