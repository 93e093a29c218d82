import type { InputChecks } from "../input-checks";

/** How traffic moves to a new version. https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html#deployment-configuration-lambda */
export type ReleaseStrategy =
  /** A share first, and all the rest after so many minutes. */
  | { kind: "canary"; percent?: number; minutes?: number }
  /** A share every so many minutes, until all is moved. */
  | { kind: "linear"; percent?: number; minutes?: number }
  /** Everything in one step; never in production. */
  | { kind: "allAtOnce" };

/** A strategy with its figures filled in: 10 % and five minutes for a canary, 10 % and one minute for linear. */
export type FullStrategy = { kind: "canary" | "linear"; percent: number; minutes: number } | { kind: "allAtOnce" };

/** Longest shift that a deployment of the stack still waits for, in minutes. */
export const LONGEST_SHIFT_MINUTES = 120;

const PAGE = "https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_TrafficRoutingConfig.html";
const PREDEFINED: Record<"canary" | "linear", number[]> = { canary: [5, 10, 15, 30], linear: [1, 2, 3, 10] };

/** Fills in what a strategy leaves out. */
export function fullStrategy(strategy: ReleaseStrategy): FullStrategy {
  if (strategy.kind === "allAtOnce") return strategy;
  const { kind, percent = 10, minutes = kind === "canary" ? 5 : 1 } = strategy;
  return { kind, percent, minutes };
}

/** Minutes from the first moved request to the last. */
export function shiftMinutes(strategy: FullStrategy): number {
  if (strategy.kind === "allAtOnce") return 0;
  // The first share moves at once.
  const steps = strategy.kind === "canary" ? 1 : Math.ceil(100 / strategy.percent) - 1;
  return steps * strategy.minutes;
}

/** The name of AWS's own configuration for a strategy, or `undefined` where one must be made. */
export function predefinedConfiguration(strategy: FullStrategy): string | undefined {
  if (strategy.kind === "allAtOnce") return "CodeDeployDefault.LambdaAllAtOnce";
  const { kind, percent, minutes } = strategy;
  if (percent !== 10 || !PREDEFINED[kind].includes(minutes)) return undefined;
  return kind === "canary"
    ? `CodeDeployDefault.LambdaCanary10Percent${minutes}Minutes`
    : `CodeDeployDefault.LambdaLinear10PercentEvery${minutes}Minute${minutes === 1 ? "" : "s"}`;
}

/** Refuses figures that CodeDeploy refuses, shifts that outlast the wait, and all at once in production. */
export function checkStrategy(check: InputChecks, strategy: FullStrategy, production: boolean): void {
  check.oneOf("strategy.kind", strategy.kind, ["canary", "linear", "allAtOnce"], PAGE);
  if (strategy.kind === "allAtOnce") {
    if (production)
      check.fail("strategy.kind", "allAtOnce", "use canary or linear: in production a bad version must not reach all");
    return;
  }
  check.integer("strategy.percent", strategy.percent, 1, 99, PAGE);
  check.integer("strategy.minutes", strategy.minutes, 1, LONGEST_SHIFT_MINUTES, PAGE);
  const minutes = shiftMinutes(strategy);
  if (minutes > LONGEST_SHIFT_MINUTES)
    check.fail(
      "strategy",
      `${strategy.kind}, ${strategy.percent} % and ${strategy.minutes} minutes: ${minutes} minutes in all`,
      `shorten it to ${LONGEST_SHIFT_MINUTES} minutes, which is as long as a deployment of the stack waits`,
    );
}
