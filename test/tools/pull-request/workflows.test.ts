import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";

const folder = path.resolve(__dirname, "../../../.github/workflows");

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}
interface Job {
  permissions?: Record<string, string>;
  steps: Step[];
}
interface Workflow {
  on: Record<string, unknown>;
  permissions?: Record<string, string>;
  jobs: Record<string, Job>;
}

const workflows = fs.readdirSync(folder).map((file) => {
  const text = fs.readFileSync(path.join(folder, file), "utf8");
  return { file, text, workflow: parse(text) as Workflow };
});

describe("the workflows", () => {
  for (const { file, text, workflow } of workflows) {
    const jobs = Object.values(workflow.jobs);
    const steps = jobs.flatMap((job) => job.steps);

    it(`${file} pins every action to a commit, and says the version`, () => {
      const uses = text.split("\n").filter((line) => /^\s*(- )?uses:/.test(line));
      expect(uses.length).to.equal(steps.filter((step) => step.uses).length);
      for (const line of uses) expect(line).to.match(/uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    });

    it(`${file} states its permissions, and may write only where it runs no contributor's code`, () => {
      expect(workflow.permissions, "permissions of the whole").to.be.an("object");
      const granted = [workflow.permissions!, ...jobs.map((job) => job.permissions ?? {})].flatMap((each) =>
        Object.values(each),
      );
      if ("pull_request" in workflow.on) {
        expect(granted).to.not.include("write");
        expect(text).to.not.match(/\$\{\{[^}]*\bsecrets\b/);
      }
      expect(workflow.on).to.not.have.property("pull_request_target");
      for (const { uses, with: inputs } of steps.filter((step) => step.uses?.startsWith("actions/checkout@"))) {
        expect(inputs?.["persist-credentials"], uses).to.equal(false);
      }
    });

    it(`${file} puts nothing of the event into a command`, () => {
      for (const { run } of steps) expect(run ?? "").to.not.contain("${{");
    });
  }

  it("comment with the default branch's code, on what the Plan workflow left", () => {
    const { workflow } = workflows.find(({ file }) => file === "pull-request-comment.yml")!;
    const plan = workflows.find(({ file }) => file === "pull-request.yml")!;
    expect((workflow.on["workflow_run"] as { workflows: string[] }).workflows).to.deep.equal([
      (plan.workflow as unknown as { name: string }).name,
    ]);
    const [checkout] = workflow.jobs["comment"]!.steps;
    expect(checkout!.with!["ref"]).to.equal("${{ github.event.repository.default_branch }}");
  });
});
