/** A step of the pipeline, as it runs on one machine. */
export interface LocalStage {
  /** The step's name in the pipeline. */
  name: string;
  buildspec: string;
  about: string;
  /**
   * What is run instead of a phase that needs an account; commands elsewhere that take the account's role are left out.
   * Default what the buildspec says.
   */
  here?: Partial<Record<"pre_build" | "build", string[]>>;
  /**
   * Exit code that says that a service outside did not answer. CodeBuild stops at it as at any other; here the rest can still be
   * seen, and the end says that this was not. Default none.
   */
  unasked?: number;
  /** True where a person is asked after it. */
  asks?: boolean;
  /** True where it leaves a sandbox behind. */
  deploys?: boolean;
}

const UP = 'npm run --silent sandbox -- up ${SANDBOX_PORT:+--port "$SANDBOX_PORT"}';

/** The steps in the order of the pipeline; those that it runs at once are one after the other here. */
export const stages: readonly LocalStage[] = [
  { name: "style", buildspec: "delivery/style.yml", about: "lint rules, format and workflows" },
  { name: "unit", buildspec: "delivery/unit.yml", about: "types, and tests with mocks" },
  {
    name: "security",
    buildspec: "delivery/security.yml",
    about: "vulnerabilities and signatures of dependencies",
    // NOT_ASKED of tools/delivery/audit.cjs
    unasked: 75,
  },
  { name: "policy", buildspec: "delivery/policy.yml", about: "every stack's plan under the policy pack" },
  {
    name: "deploy-test",
    buildspec: "delivery/deploy.yml",
    about: "deploys to the sandbox, which stands for the test account",
    here: { build: [UP] },
    deploys: true,
  },
  {
    name: "verify-test",
    buildspec: "delivery/verify.yml",
    about: "whether what was deployed answers as it should, then integration, load, browser and security tests",
    here: { pre_build: ["npm run --silent sandbox -- verify", "npm run --silent sandbox -- status"] },
  },
  {
    name: "review-prod",
    buildspec: "delivery/review.yml",
    about: "the plan of production, then the question",
    here: { build: ["npm run --silent plan -- prod"] },
    asks: true,
  },
  {
    name: "deploy-prod",
    buildspec: "delivery/deploy.yml",
    about: "deploys to the sandbox, which stands for production too",
    here: { build: [UP] },
    deploys: true,
  },
];
