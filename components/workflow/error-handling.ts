import type { CatchRule, RetryRule, State } from "./state";
import type { Value } from "./value";

type Fields = Record<string, Value>;

/**
 * The retry rules of a state, the default one last: errors that pass by themselves, up to five times, after about 1, 2, 4, 8
 * and 16 seconds, spread at random.
 */
export function retryRules(state: State): RetryRule[] {
  if (state.type === "Task") {
    if (state.neverRetriedBecause !== undefined) return state.retry ?? [];
    return [...(state.retry ?? []), { errors: state.call.transientErrors }];
  }
  return state.type === "Parallel" || state.type === "Map" ? (state.retry ?? []) : [];
}

/** The catch rules of a state, the default one last, which takes every other error to the failure state. */
export function catchRules(state: State, failureState: string): CatchRule[] {
  if (state.type !== "Task" && state.type !== "Parallel" && state.type !== "Map") return [];
  const own = state.catch ?? [];
  if (own.some((rule) => rule.errors.includes("States.ALL"))) return own;
  // The error beside the input: whoever cleans up needs to know what was going on.
  const output = { error: "{% $states.errorOutput %}", input: "{% $states.input %}" };
  return [...own, { errors: ["States.ALL"], next: failureState, output }];
}

/** Retry and Catch as the Amazon States Language spells them. */
export function errorFields(state: State, failureState: string): Fields {
  const retry = retryRules(state);
  const caught = catchRules(state, failureState);
  return {
    ...(retry.length ? { Retry: retry.map(retryFields) } : {}),
    ...(caught.length ? { Catch: caught.map(catchFields) } : {}),
  };
}

/** The state to which the default catch rule leads: it fails with the name and the cause of what was caught. */
export function failureStateFields(): Fields {
  return {
    Type: "Fail",
    Comment: "Ends with the error that was caught, by its own name.",
    Error: "{% $states.input.error.Error %}",
    Cause: "{% $exists($states.input.error.Cause) ? $states.input.error.Cause : '' %}",
  };
}

function retryFields(rule: RetryRule): Fields {
  return {
    ErrorEquals: rule.errors,
    IntervalSeconds: rule.intervalSeconds ?? 1,
    BackoffRate: rule.backoffRate ?? 2,
    MaxAttempts: rule.maxAttempts ?? 5,
    MaxDelaySeconds: rule.maxDelaySeconds ?? 30,
    JitterStrategy: rule.jitter ?? "FULL",
  };
}

function catchFields(rule: CatchRule): Fields {
  return {
    ErrorEquals: rule.errors,
    Next: rule.next,
    ...(rule.output === undefined ? {} : { Output: rule.output }),
    ...(rule.assign === undefined ? {} : { Assign: rule.assign }),
  };
}
