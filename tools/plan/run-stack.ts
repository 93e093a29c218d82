import type { Violation } from "../../policies/violation";
import { loadConfiguration, type Configuration } from "../../stacks/config";
import { ConfigurationError } from "../../stacks/config/problem";
import { namespace, readStackFile } from "../../stacks/config/stack-values";
import { isProvider, makePlan } from "./make-plan";
import { notCheckedHere } from "./not-checked-here";
import type { Plan } from "./plan";
import { recordProgram } from "./program-recorder";
import type { RecordedResource } from "./recorded-resource";
import { referencedOutputs } from "./referenced-outputs";
import { reservedConcurrency, type ReservedConcurrency } from "./reserved-concurrency";

/** Runs the policy pack over recorded resources, in this process; excepted violations are among what it returns. */
export type JudgeResources = (
  resources: readonly RecordedResource[],
  context: { stack: string; config: Record<string, string> },
) => Violation[];

export interface RunStackOptions {
  /** The stack's name. */
  stack: string;
  /** The repository. */
  root: string;
  /** Runs the policy pack; left out, no pack is run. */
  judge?: JudgeResources;
  /** Builds the stack, as the engine would run it. */
  program: () => Promise<unknown>;
}

/** All that is known of a stack without deploying it. */
export interface StackRun {
  stack: string;
  configuration: Configuration;
  resources: RecordedResource[];
  plan: Plan;
  /** The provider functions that it asked, by their tokens, sorted. */
  calls: string[];
  concurrency: ReservedConcurrency;
  /** What the pack found, excepted violations too, and what it could not look into. */
  violations: Violation[];
  /** Why the stack could not be deployed, beside violations. */
  problems: string[];
}

/**
 * Runs a stack's program in this process, as a preview, with no engine, credentials or network, and judges the result.
 *
 * @throws ConfigurationError where the configuration is wrong, else whatever the program throws
 */
export async function runStack(options: RunStackOptions): Promise<StackRun> {
  const { stack, root } = options;
  const file = readStackFile(root, stack);
  if (file.problems.length > 0) throw new ConfigurationError(file.problems);
  const config = file.values;
  const configuration = loadConfiguration({ stack, values: config, root });
  const { account } = configuration.environment;
  const calls = new Set<string>();
  const { resources } = await recordProgram(options.program, {
    project: namespace,
    stack,
    config,
    preview: true,
    assumeOutputs: true,
    identity: { accountId: account.id, region: account.region },
    outputs: (type) => (type === "pulumi:pulumi:StackReference" ? referencedOutputs(configuration) : undefined),
    call: (token) => void calls.add(token),
  });
  const concurrency = reservedConcurrency(resources, account.concurrencyLimit);
  return {
    stack,
    configuration,
    resources,
    plan: makePlan(stack, resources, root),
    calls: [...calls].sort(),
    concurrency,
    violations: [...(options.judge?.(resources, { stack, config }) ?? []), ...notCheckedHere(resources)],
    problems: [...(concurrency.problem ? [concurrency.problem] : []), ...withoutProvider(resources)],
  };
}

/** The engine refuses these, since default providers are switched off; but only when it comes to them. */
function withoutProvider(resources: readonly RecordedResource[]): string[] {
  return resources
    .filter(
      (resource) => resource.custom && resource.type.startsWith("aws:") && !resource.provider && !isProvider(resource),
    )
    .map(
      ({ type, name }) =>
        `${type} "${name}" names no provider, so that no account is known for it: pass its component's options on.`,
    );
}
