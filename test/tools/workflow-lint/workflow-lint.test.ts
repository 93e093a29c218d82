import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import { consoleProgress } from "../../../sandbox/engine/progress";
import { run } from "../../../sandbox/engine/run";
import { repositoryRoot } from "../../../stacks/config";
import { actionlintVersion, ensureActionlint } from "../../../tools/workflow-lint/ensure-actionlint";
import { lintWorkflows } from "../../../tools/workflow-lint/lint-workflows";

describe("the linter of workflows", function () {
  // The first time it is built from Go modules.
  this.timeout(600_000);
  let program: string;
  let folder: string;
  before(async () => {
    program = await ensureActionlint({ report: consoleProgress() });
  });
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "workflow-lint-"));
    mkdirSync(path.join(folder, ".github"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** The workflows of this repository, one of them changed. */
  function changed(file: string, from: string, to: string): string {
    const workflows = path.join(folder, ".github/workflows");
    cpSync(path.join(repositoryRoot, ".github/workflows"), workflows, { recursive: true });
    const text = readFileSync(path.join(workflows, file), "utf8");
    expect(text).to.contain(from);
    writeFileSync(path.join(workflows, file), text.replace(from, to));
    return folder;
  }

  it("is the pinned one", async () => {
    expect((await run(program, ["-version"])).split("\n")[0]).to.match(new RegExp(`^v?${actionlintVersion()}$`));
  });

  it("finds nothing here", async () => {
    expect(await lintWorkflows(program, repositoryRoot)).to.deep.equal([]);
  });

  it("takes its time once", async () => {
    const report = { line: (text: string) => expect.fail(text), status: () => undefined };
    expect(await ensureActionlint({ report })).to.equal(program);
  });

  for (const [what, file, from, to, finding] of [
    [
      "a step whose output is asked for by another name",
      "pull-request-comment.yml",
      "ref: ${{ steps.comment.outputs.ref",
      "ref: ${{ steps.coment.outputs.ref",
      /^\.github\/workflows\/pull-request-comment\.yml:\d+:\d+: property "coment" is not defined .*\[expression\]$/,
    ],
    ["a job that there is not", "deploy.yml", "needs: test", "needs: tests", /deploy\.yml:.* \[job-needs\]$/],
    ["a runner that there is not", "ci.yml", "ubuntu-24.04", "ubuntu-24.40", /ci\.yml:.* \[runner-label\]$/],
    ["a scope that there is not", "deploy.yml", "id-token: write", "id-tokens: write", / \[permissions\]$/],
    ["an event that there is not", "ci.yml", "  pull_request:", "  pull_requests:", / \[events\]$/],
    [
      "an action's input that there is not",
      "ci.yml",
      "persist-credentials: false",
      "persist-credential: false",
      / \[action\]$/,
    ],
    [
      "a condition that is always true",
      "pull-request.yml",
      "if: ${{ !cancelled() }}",
      "if: ${{ !cancelled() }} x",
      / \[if-cond\]$/,
    ],
    [
      "a contributor's text in a command",
      "pull-request.yml",
      'mkdir "$RUNNER_TEMP/base"',
      "mkdir ${{ github.event.pull_request.title }}",
      /title.* is potentially untrusted.* \[expression\]$/,
    ],
  ] as const)
    it(`finds ${what}`, async () => {
      const findings = await lintWorkflows(program, changed(file, from, to));
      expect(findings.join("\n")).to.match(finding);
      expect(findings).to.have.length(1);
    });

  it("does not take its own failure, or nothing to look at, for no finding", async () => {
    const refused = await lintWorkflows(program, folder).catch((error: Error) => error.message);
    expect(refused).to.match(/has no workflow\.$/);
    changed("ci.yml", "name: CI", "name: CI");
    writeFileSync(path.join(folder, "broken"), "#!/bin/sh\necho out of memory >&2; exit 3\n", { mode: 0o755 });
    const failed = await lintWorkflows(path.join(folder, "broken"), folder).catch((error: Error) => error.message);
    expect(failed).to.match(/broken failed: out of memory$/);
  });
});
