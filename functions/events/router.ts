import type { Rules } from "./rules";

/** What of an event rules can ask for. */
export interface Routable {
  type: string;
  source: string;
  detail: Record<string, unknown>;
}

/** Says where an event goes: names of targets, each once, at least one. */
export type Router = (event: Routable) => readonly string[];

type Test = (event: Routable) => boolean;

interface CompiledRule {
  tests: Test[];
  target: string;
  /** The answer where this is the only rule that matches, made once. */
  alone: readonly string[];
  isLast: boolean;
}

/**
 * Makes the function that routes events by a document's rules. The rules are prepared once, since it runs for each event:
 * values become sets and paths are taken apart.
 *
 * The first rule that matches decides, unless it says `continue`; then those after it are looked at too. An event that
 * none matches goes to the default. A rule matches when each of its keys does; a key does when the event's value is one of
 * the rule's, or is a list that has one of them. Numbers and booleans are compared by their text.
 *
 * @param rules a valid document
 */
export function compileRules(rules: Rules): Router {
  const compiled = rules.rules.map(compileRule);
  const fallback = Object.freeze([rules.default]);
  return (event) => {
    let found: readonly string[] | undefined;
    for (const { tests, target, alone, isLast } of compiled) {
      if (!passes(tests, event)) continue;
      if (found === undefined) found = alone;
      else if (!found.includes(target)) found = [...found, target];
      if (isLast) break;
    }
    return found ?? fallback;
  };
}

function compileRule({ match, target, continue: goesOn }: Rules["rules"][number]): CompiledRule {
  const tests = Object.entries(match).map(([key, values]) => compileTest(key, new Set([values].flat())));
  return { tests, target, alone: Object.freeze([target]), isLast: goesOn !== true };
}

function passes(tests: Test[], event: Routable): boolean {
  for (const test of tests) if (!test(event)) return false;
  return true;
}

function compileTest(key: string, values: ReadonlySet<string>): Test {
  if (key === "type") return (event) => values.has(event.type);
  if (key === "source") return (event) => values.has(event.source);
  const path = key.split(".").slice(1);
  return (event) => {
    let value: unknown = event.detail;
    for (const step of path) {
      // Only what the event itself has: "constructor" or "length" of a text are no fields.
      if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return false;
      value = (value as Record<string, unknown>)[step];
    }
    return Array.isArray(value) ? value.some((each) => isOneOf(each, values)) : isOneOf(value, values);
  };
}

function isOneOf(value: unknown, values: ReadonlySet<string>): boolean {
  if (typeof value === "string") return values.has(value);
  return (typeof value === "number" || typeof value === "boolean") && values.has(String(value));
}
