import type { InputChecks } from "../input-checks";
import { catchRules, retryRules } from "./error-handling";
import { failureStateOf, scopesOf } from "./definition";
import { checkState } from "./check-state";
import type { Onward, Scope, State } from "./state";

const LANGUAGE = "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html";

/** What the checks of states need to know of their machine. */
export interface CheckedMachine {
  type: "STANDARD" | "EXPRESS";
  onError?: string;
}

/**
 * Refuses a definition that could not run, or not as it reads, before anything is made: states that do not exist, cannot be
 * reached or never end, and what the machine's type does not know.
 *
 * @throws InputError for the first fault
 */
export function checkDefinition(check: InputChecks, machine: CheckedMachine, scope: Scope): void {
  checkScope(check, machine, scope, "", new Set());
}

function checkScope(check: InputChecks, machine: CheckedMachine, scope: Scope, path: string, seen: Set<string>): void {
  const names = Object.keys(scope.states);
  const where = path === "" ? "states" : `states of "${path}"`;
  if (names.length === 0) check.fail(where, {}, "give at least one state");
  const own = failureStateOf(path);
  const failureState = path === "" ? (machine.onError ?? own) : own;
  // `onError` names a state of the program's; without it the failure state is made.
  const made = failureState === own ? [own] : [];
  const known = new Set([...names, ...made]);
  if (!names.includes(scope.startAt)) check.fail(`startAt of ${where}`, scope.startAt, `use one of ${quoted(names)}`);
  if (path === "" && machine.onError !== undefined && !names.includes(machine.onError))
    check.fail("onError", machine.onError, `use one of ${quoted(names)}`);

  for (const [name, state] of Object.entries(scope.states)) {
    if (name.length < 1 || name.length > 80) check.fail(where, name, `name it with 1 to 80 characters (${LANGUAGE})`);
    if (name === own) check.fail(where, name, "choose another name, the machine makes a state of this one");
    if (seen.has(name)) check.fail(where, name, "name it otherwise, names are unique in the whole machine");
    seen.add(name);
    for (const target of targetsOf(state, failureState))
      if (!known.has(target)) check.fail(`next of "${name}"`, target, `use one of ${quoted([...known])}`);
    checkState(check, machine.type, name, state);
    for (const inner of scopesOf(name, state)) checkScope(check, machine, inner.scope, inner.path, seen);
  }
  checkReachable(
    check,
    scope,
    failureState,
    machine.onError === undefined || path !== "" ? undefined : machine.onError,
  );
  checkEnds(check, scope, failureState, where);
}

/** Every state that may come next. */
function targetsOf(state: State, failureState: string): string[] {
  const caught = catchRules(state, failureState).map((rule) => rule.next);
  if (state.type === "Choice") return [...state.rules.map((rule) => rule.next), state.otherwise];
  if (state.type === "Fail" || state.type === "Succeed") return [];
  const { next } = state as Onward;
  return [...(next === undefined ? [] : [next]), ...caught];
}

function checkReachable(check: InputChecks, scope: Scope, failureState: string, alsoReached?: string): void {
  const reached = new Set<string>();
  const visit = (name: string): void => {
    const state = scope.states[name];
    if (!state || reached.has(name)) return;
    reached.add(name);
    targetsOf(state, failureState).forEach(visit);
  };
  visit(scope.startAt);
  if (alsoReached) visit(alsoReached);
  for (const name of Object.keys(scope.states))
    if (!reached.has(name))
      check.fail("states", name, "have another state lead to it, or leave it out: it is never reached");
}

/** From each state an end must be in sight, other than the failure of a call. */
function checkEnds(check: InputChecks, scope: Scope, failureState: string, where: string): void {
  const ending = new Set(
    Object.entries(scope.states)
      .filter(([, state]) => state.type === "Fail" || state.type === "Succeed" || (state as Onward).end === true)
      .map(([name]) => name),
  );
  for (let before = -1; before !== ending.size;) {
    before = ending.size;
    for (const [name, state] of Object.entries(scope.states)) {
      const onward = targetsOf(state, failureState).filter((target) => target !== failureState);
      if (onward.some((target) => ending.has(target))) ending.add(name);
    }
  }
  for (const name of Object.keys(scope.states))
    if (!ending.has(name)) check.fail(where, name, "lead on to a state that ends: from here none is ever reached");
}

function quoted(names: string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}

/** How many events of an execution's history one pass through a state can take, all its retries included. */
export function eventsOf(state: State): number {
  // Entered and exited; a task also scheduled, started and ended, the last three again for each retry.
  if (state.type !== "Task") return 2;
  const retries = retryRules(state).reduce((sum, rule) => sum + (rule.maxAttempts ?? 5), 0);
  return 5 + 3 * retries;
}
