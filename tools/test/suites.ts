/** A part of the tests that runs as one process. */
export interface Suite {
  name: string;
  /** What it proves, for `--help`. */
  about: string;
  /** Command after `node`, run on the pinned Node.js. */
  command: string[];
  /** True for mocha: its counts are taken; every other suite counts as one test. */
  mocha: boolean;
  /** True where the suite needs the engine: it mostly waits for the provider, so that others run beside it. */
  engine: boolean;
}

const mocha = (...args: string[]) => [
  // Recorded programs are many small objects that die together: a larger nursery spares a tenth of the time.
  "--max-semi-space-size=64",
  // Before mocha loads anything of ours, its own options included.
  "--require",
  "tsx/cjs",
  "node_modules/mocha/bin/mocha.js",
  "--reporter",
  "tools/test/count-reporter.cjs",
  ...args,
];

/** Tests that run the whole program, all handlers, a compiler or a program of its own: too slow for the fast loop. */
const wholeProgram = [
  "test/functions/bundles.test.ts",
  "test/functions/correlation.test.ts",
  "test/functions/nothing-left-running.test.ts",
  "test/stacks/account-isolation.test.ts",
  "test/stacks/baseline.test.ts",
  "test/stacks/golden.test.ts",
  "test/stacks/language-host.test.ts",
  "test/stacks/outside.test.ts",
  "test/stacks/security.test.ts",
  "test/stacks/systems/*.test.ts",
  "test/stacks/workload.test.ts",
  "test/tools/bench/bundles.test.ts",
  "test/tools/configuration/generated-files.test.ts",
  "test/tools/delivery/delivery.test.ts",
  "test/tools/docs/generated-docs.test.ts",
  "test/tools/lint.test.ts",
  "test/tools/no-built-sql.test.ts",
  "test/tools/own-values.test.ts",
  "test/tools/serverless-repository/*.test.ts",
];

/** Builds a linter the first time, which needs Go. */
const workflowLint = "test/tools/workflow-lint/*.test.ts";

/** Each with emulators of its own, which are IAM's or several accounts' alone. */
const ownSandboxes = ["test/sandbox/own/accounts.test.ts", "test/sandbox/own/enforced.test.ts"];

const ignored = (files: string[]) => files.flatMap((file) => ["--ignore", file]);

/**
 * The suites in the order in which their output comes, and in which they begin where fewer run at a time: the fast ones
 * first, so that a slip is told early, then those with the engine, the longest first.
 */
export const suites: Suite[] = [
  {
    name: "types",
    about: "the compiler finds no error",
    command: ["node_modules/typescript/bin/tsc", "--noEmit"],
    mocha: false,
    engine: false,
  },
  {
    name: "lint",
    about: "the type-aware rules and the repository's own",
    command: ["node_modules/eslint/bin/eslint.js", "--max-warnings=0", "."],
    mocha: false,
    engine: false,
  },
  {
    name: "format",
    about: "every file is formatted",
    command: ["node_modules/prettier/bin/prettier.cjs", "--check", "--log-level=warn", "."],
    mocha: false,
    engine: false,
  },
  {
    name: "workflows",
    about: "the linter of GitHub's workflows finds nothing, and finds mistakes",
    command: mocha(workflowLint),
    mocha: true,
    engine: false,
  },
  {
    name: "unit",
    about: "components, systems, handlers and tools, with mocks",
    command: mocha(
      "--parallel",
      "--jobs",
      "2",
      ...ignored([...wholeProgram, workflowLint]),
      "test/{components,functions,stacks,support,tools}/**/*.test.ts",
    ),
    mocha: true,
    engine: false,
  },
  {
    name: "program",
    about:
      "the whole program and all handlers: golden plans, Pulumi's language host, the lint rules, what is generated",
    command: mocha("--parallel", "--jobs", "2", ...wholeProgram),
    mocha: true,
    engine: false,
  },
  {
    name: "policies",
    about: "the policy pack, also through the engine's analyzer",
    command: mocha("--parallel", "--jobs", "2", "test/policies/**/*.test.ts"),
    mocha: true,
    engine: false,
  },
  {
    name: "emulator",
    about: "the parts of the sandbox against the emulators",
    command: mocha("test/sandbox/**/*.test.ts", ...ignored(["test/sandbox/deployed/**", "test/sandbox/own/**"])),
    mocha: true,
    engine: false,
  },
  {
    name: "sandbox",
    about: "the whole platform deployed by the real engine and called over HTTP, then the pages in a real browser",
    command: mocha(
      "--require",
      "test/support/deployed.ts",
      "--timeout",
      "120000",
      "test/sandbox/deployed/**/*.test.ts",
      "test/browser/**/*.test.ts",
    ),
    mocha: true,
    engine: true,
  },
  {
    name: "stacks",
    about: "small stacks, releases, previews of every stack and the orchestrator, by the real engine and provider",
    command: mocha("--timeout", "120000", ...ignored(ownSandboxes), "test/sandbox/own/**/*.test.ts"),
    mocha: true,
    engine: true,
  },
  {
    name: "accounts",
    about: "a sandbox of several accounts, brought up twice",
    command: mocha(ownSandboxes[0]!),
    mocha: true,
    engine: true,
  },
  {
    name: "enforced",
    about: "deployments with IAM enforced",
    command: mocha(ownSandboxes[1]!),
    mocha: true,
    engine: true,
  },
];
