import type { InputChecks } from "../input-checks";
import { retryRules } from "./error-handling";
import type { Onward, RetryRule, State, TaskState } from "./state";

const LANGUAGE = "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html";
const ERRORS = "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html";
const EXPRESS = "https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html";
const LONGEST = 99_999_999;

/**
 * Refuses what is wrong with one state by itself.
 *
 * @throws InputError for the first fault
 */
export function checkState(check: InputChecks, type: "STANDARD" | "EXPRESS", name: string, state: State): void {
  const field = (what: string) => `${what} of "${name}"`;
  checkOnward(check, name, state);
  checkExpressions(check, name, { ...state, call: undefined, processor: undefined, branches: undefined });
  switch (state.type) {
    case "Task":
      return checkTask(check, type, name, state);
    case "Choice":
      if (state.rules.length === 0) check.fail(field("rules"), [], "give at least one, else use a pass state");
      if (!state.otherwise)
        check.fail(
          field("otherwise"),
          state.otherwise,
          "say where it goes when no rule is true (States.NoChoiceMatched)",
        );
      for (const rule of state.rules)
        check.matches(field("when"), rule.when, EXPRESSION, "a JSONata expression, {% … %}", LANGUAGE);
      return;
    case "Wait":
      if ((state.seconds === undefined) === (state.until === undefined))
        check.fail(field("seconds"), state.seconds, "give either seconds or until");
      if (typeof state.seconds === "number") check.integer(field("seconds"), state.seconds, 0, LONGEST, LANGUAGE);
      return;
    case "Parallel":
      if (state.branches.length === 0) check.fail(field("branches"), [], "give at least one");
      return checkRules(check, name, state.retry ?? []);
    case "Map":
      check.integer(field("maxConcurrency"), state.maxConcurrency, 0, 10_000, LANGUAGE);
      check.integer(field("itemsPerBatch"), state.itemsPerBatch, 1, 10_000, LANGUAGE);
      check.integer(field("toleratedFailurePercentage"), state.toleratedFailurePercentage, 0, 100, LANGUAGE);
      if (state.mode === "DISTRIBUTED" && type === "EXPRESS")
        check.fail(field("mode"), state.mode, `use INLINE: an Express machine has no distributed map (${EXPRESS})`);
      for (const only of ["itemsPerBatch", "executionType", "toleratedFailurePercentage"] as const)
        if (state[only] !== undefined && state.mode !== "DISTRIBUTED")
          check.fail(field(only), state[only], 'set mode: "DISTRIBUTED", or leave it out');
      return checkRules(check, name, state.retry ?? []);
    case "Fail":
      if (!state.error) check.fail(field("error"), state.error, "name the error, so that callers can tell it");
      return;
    default:
      return;
  }
}

const EXPRESSION = /^\{%[^]*%\}$/;

function checkOnward(check: InputChecks, name: string, state: State): void {
  if (state.type === "Choice" || state.type === "Fail" || state.type === "Succeed") return;
  const { next, end } = state as Onward;
  if ((next === undefined) === (end === undefined))
    check.fail(`next of "${name}"`, next, "give either next, or end: true");
}

/** The language is JSONata: what belongs to JSONPath would be passed on as plain text. */
function checkExpressions(check: InputChecks, name: string, value: unknown, at = ""): void {
  const field = `${at.replace(/^\./, "") || "state"} of "${name}"`;
  if (typeof value === "string") {
    if (value.includes("{%") && !EXPRESSION.test(value))
      check.fail(field, value, "begin with {% and end with %}: an expression is the whole text");
    if (/^\$\$?\./.test(value) || /^States\.\w+\(/.test(value))
      check.fail(field, value, "write it in JSONata, as {% $states.input… %}: JSONPath is not the machine's language");
    return;
  }
  if (typeof value !== "object" || value === null || "apply" in value) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key.endsWith(".$")) check.fail(field, key, "leave .$ out and write the value in JSONata, as {% … %}");
    checkExpressions(check, name, inner, `${at}.${key}`);
  }
}

function checkTask(check: InputChecks, type: "STANDARD" | "EXPRESS", name: string, state: TaskState): void {
  const { call, heartbeatSeconds, neverRetriedBecause } = state;
  const timeout = state.timeoutSeconds ?? call.timeoutSeconds;
  const field = (what: string) => `${what} of "${name}"`;
  check.integer(field("timeoutSeconds"), timeout, 1, LONGEST, LANGUAGE);
  check.integer(field("heartbeatSeconds"), heartbeatSeconds, 1, LONGEST, LANGUAGE);
  if (timeout === undefined)
    check.fail(field("timeoutSeconds"), undefined, "give one: a task without waits for up to a year");
  if (heartbeatSeconds !== undefined && heartbeatSeconds >= timeout!)
    check.fail(field("heartbeatSeconds"), heartbeatSeconds, `use less than the timeout of ${timeout} s`);
  if (type === "EXPRESS" && call.pattern !== "request")
    check.fail(field("call"), call.pattern, `an Express machine cannot wait for it: use a Standard one (${EXPRESS})`);
  if (neverRetriedBecause !== undefined && neverRetriedBecause.trim().length < 10)
    check.fail(field("neverRetriedBecause"), neverRetriedBecause, "say in a sentence why it must not be repeated");
  if (call.transientErrors.length === 0)
    check.fail(field("call.transientErrors"), [], "name the errors that are retried, or use neverRetriedBecause");
  checkRules(check, name, retryRules(state));
  checkWildcards(check, name, "catch", state.catch ?? []);
}

function checkRules(check: InputChecks, name: string, rules: RetryRule[]): void {
  checkWildcards(check, name, "retry", rules);
  for (const rule of rules) {
    const field = (what: string) => `retry.${what} of "${name}"`;
    check.integer(field("intervalSeconds"), rule.intervalSeconds, 1, LONGEST, ERRORS);
    check.integer(field("maxAttempts"), rule.maxAttempts, 0, LONGEST, ERRORS);
    check.integer(field("maxDelaySeconds"), rule.maxDelaySeconds, 1, 31_622_400, ERRORS);
    if (rule.backoffRate !== undefined && rule.backoffRate < 1)
      check.fail(field("backoffRate"), rule.backoffRate, `use 1 or more (${ERRORS})`);
  }
}

/** Step Functions wants its wildcards alone in the last rule. */
function checkWildcards(check: InputChecks, name: string, what: string, rules: { errors: string[] }[]): void {
  rules.forEach(({ errors }, index) => {
    if (errors.length === 0) check.fail(`${what} of "${name}"`, [], "name the errors of the rule");
    if (errors.includes("States.ALL") && (errors.length > 1 || index < rules.length - 1))
      check.fail(`${what} of "${name}"`, errors, `put States.ALL alone in the last rule (${ERRORS})`);
  });
}
