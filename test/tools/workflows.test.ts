import { globSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { readBuildspec } from "../../tools/delivery/buildspec";

interface Job {
  permissions?: Record<string, string>;
  environment?: string;
  needs?: string;
  "timeout-minutes"?: number;
  steps: { uses?: string; run?: string; if?: string; with?: Record<string, unknown> }[];
}

interface Workflow {
  "run-name"?: string;
  permissions: Record<string, string>;
  concurrency?: { "cancel-in-progress"?: unknown };
  jobs: Record<string, Job>;
}

const folder = path.resolve(__dirname, "../../.github/workflows");
const files = globSync("*.yml", { cwd: folder }).sort();
const read = (file: string) => parse(readFileSync(path.join(folder, file), "utf8")) as Workflow;

describe("the workflows", () => {
  for (const file of files)
    it(`${file} gives no job more than it needs, pins every action and runs no text of a contributor`, () => {
      const workflow = read(file);
      expect(workflow.permissions, "at the top").to.satisfy(
        (given: object) => JSON.stringify(given) === "{}" || JSON.stringify(given) === '{"contents":"read"}',
      );
      expect(workflow.concurrency).to.be.an("object");
      for (const job of Object.values(workflow.jobs)) {
        expect(job["timeout-minutes"]).to.be.a("number");
        for (const { uses, run, with: given } of job.steps) {
          if (uses !== undefined) expect(uses).to.match(/^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/);
          if (uses?.startsWith("actions/checkout@")) expect(given).to.include({ "persist-credentials": false });
          // Values go by variables: in the text of a command they would be code.
          if (run !== undefined) expect(run).not.to.contain("${{");
        }
      }
    });

  it("deploy one environment after the other, each by its own role, and are never cut off", () => {
    const { jobs, concurrency } = read("deploy.yml");
    expect(Object.keys(jobs)).to.deep.equal(["test", "review", "prod"]);
    expect(jobs["review"]!.needs).to.equal("test");
    expect(jobs["prod"]!.needs).to.equal("review");
    expect(concurrency!["cancel-in-progress"]).to.equal(false);
    for (const name of ["test", "prod"]) {
      const { environment, permissions, steps } = jobs[name]!;
      expect(environment).to.equal(name);
      expect(permissions).to.deep.equal({ contents: "read", "id-token": "write" });
      const runs = steps.map(({ run }) => run ?? "");
      const plan = runs.findIndex((run) => run.includes(`plan -- ${name}`));
      const up = runs.findIndex((run) => run.includes(`platform -- up --stack ${name}`));
      expect(plan).to.be.greaterThan(-1);
      expect(up).to.be.greaterThan(plan);
      // GitHub's tokens are good for minutes: what calls AWS is handed a new one as long as it runs.
      for (const run of runs.filter((text) => text.includes("platform -- ")))
        expect(run).to.match(/^delivery\/with-github-token\.sh npm run --silent platform -- (up|verify) --stack \w+$/);
    }
  });

  it("show what production would become before anybody is asked, in an environment whose role only looks", () => {
    const { environment, permissions, steps } = read("deploy.yml").jobs["review"]!;
    // As components/delivery/github-deployment.ts and stacks/baseline/deployments.ts have it.
    expect(environment).to.equal("prod-review");
    expect(permissions).to.deep.equal({ contents: "read", "id-token": "write" });
    const runs = steps.map(({ run }) => run ?? "");
    const calls = runs.filter((run) => run.includes("platform -- "));
    expect(calls).to.have.length(1);
    expect(calls[0]).to.match(
      /^delivery\/with-github-token\.sh npm run --silent platform -- preview --stack prod --json > "\$RUNNER_TEMP\/review\.json"$/,
    );
    const shown = runs.findIndex((run) => run.includes("GITHUB_STEP_SUMMARY"));
    expect(shown).to.be.greaterThan(runs.indexOf(calls[0]!));
    expect(runs[shown]).to.contain("tools/delivery/summary.ts").and.to.contain(".platform/logs/prod-preview.log");
  });

  it("deploy what is main's only, also where somebody names a commit, and run nothing of it before that is known", () => {
    for (const [name, { steps }] of Object.entries(read("deploy.yml").jobs)) {
      const [checkout, check, ...rest] = steps;
      expect(checkout!.with, name).to.include({ "fetch-depth": 0 });
      const ref = "${{ inputs.commit || github.event.workflow_run.head_sha || github.sha }}";
      expect(checkout!.with!["ref"]).to.equal(ref);
      expect(read("deploy.yml")["run-name"], "what the list of runs shows").to.equal(`Deploy ${ref}`);
      expect(check!.run, name).to.equal("git merge-base --is-ancestor HEAD origin/main");
      expect(rest.filter(({ run }) => run?.includes("npm ci"))).to.have.length(1);
    }
  });

  it("say how to go back where a deployment fails", () => {
    for (const name of ["test", "prod"]) {
      const { if: condition, run } = read("deploy.yml").jobs[name]!.steps.at(-1)!;
      expect(condition).to.equal("${{ failure() }}");
      expect(run).to.contain("input commit").and.to.contain("docs/systems/delivery.md");
    }
  });

  it("check the dependencies before anything is deployed, as the pipeline does", () => {
    const runs = read("ci.yml")
      .jobs["security"]!.steps.map(({ run }) => run ?? "")
      .filter(Boolean);
    const { install, build } = readBuildspec(path.resolve(folder, "../../delivery/security.yml")).phases;
    expect(runs).to.deep.equal([...install!.commands, ...build!.commands]);
    expect(parse(readFileSync(path.join(folder, "deploy.yml"), "utf8")).on.workflow_run.workflows).to.deep.equal([
      "CI",
    ]);
  });

  it("hold no token anywhere but in the script that renews it", () => {
    for (const file of files)
      expect(readFileSync(path.join(folder, file), "utf8"), file).not.to.match(
        /ACTIONS_ID_TOKEN_REQUEST|WEB_IDENTITY_TOKEN_FILE/,
      );
  });

  it("let nobody but deploy.yml have a token for a role", () => {
    const others = files.filter((file) => file !== "deploy.yml");
    for (const file of others) expect(readFileSync(path.join(folder, file), "utf8"), file).not.to.contain("id-token");
  });
});
