/**
 * Matches events against EventBridge patterns, for tests of rules: the operators that the platform's rules use, and an error
 * for any other, so that a pattern this file does not understand cannot pass for one that matches nothing.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Whether EventBridge would send the event to the pattern's rule. */
export function matchesPattern(pattern: object, event: Json | undefined): boolean {
  return Object.entries(pattern as Record<string, unknown>).every(([field, expected]) => {
    if (field === "$or") {
      if (!Array.isArray(expected) || expected.length < 2) throw new Error("$or needs two alternatives");
      return expected.some((each) => matchesPattern(each as object, event));
    }
    // A list of the event matches where one of its elements does, as the findings of Security Hub.
    const places = Array.isArray(event) ? event : [event];
    return places.some((place) => {
      const value = isObject(place) ? place[field] : undefined;
      if (Array.isArray(expected)) return matchesAny(expected, value);
      if (typeof expected !== "object" || expected === null) throw new Error(`${field}: a pattern's values are lists`);
      return matchesPattern(expected, value);
    });
  });
}

function matchesAny(tests: unknown[], value: Json | undefined): boolean {
  if (tests.length === 0) throw new Error("an empty list matches nothing and is refused");
  return tests.some((test) => (Array.isArray(value) ? value.some((each) => passes(test, each)) : passes(test, value)));
}

function passes(test: unknown, value: Json | undefined): boolean {
  if (typeof test !== "object" || test === null) return value === test;
  const [[operator, wanted]] = Object.entries(test) as [[string, unknown]];
  if (Object.keys(test).length !== 1) throw new Error(`one operator, not ${Object.keys(test).join(", ")}`);
  switch (operator) {
    case "exists":
      // Only leaves exist for EventBridge.
      return (value !== undefined && !isObject(value)) === wanted;
    case "prefix":
      return typeof value === "string" && value.startsWith(wanted as string);
    case "suffix":
      return typeof value === "string" && value.endsWith(wanted as string);
    case "wildcard":
      return typeof value === "string" && wildcard(wanted as string).test(value);
    case "equals-ignore-case":
      return typeof value === "string" && value.toLowerCase() === (wanted as string).toLowerCase();
    case "numeric":
      return typeof value === "number" && compares(wanted as (string | number)[], value);
    case "anything-but": {
      if (value === undefined || isObject(value)) return false;
      const not = Array.isArray(wanted) ? wanted : [wanted];
      return !not.some((each) => passes(each, value));
    }
    default:
      throw new Error(`unknown operator ${operator}`);
  }
}

function compares(comparison: (string | number)[], value: number): boolean {
  const holds: Record<string, (limit: number) => boolean> = {
    "=": (limit) => value === limit,
    "<": (limit) => value < limit,
    "<=": (limit) => value <= limit,
    ">": (limit) => value > limit,
    ">=": (limit) => value >= limit,
  };
  for (let index = 0; index < comparison.length; index += 2) {
    const operator = holds[comparison[index] as string];
    if (!operator) throw new Error(`unknown comparison ${comparison[index]}`);
    if (!operator(comparison[index + 1] as number)) return false;
  }
  return true;
}

function wildcard(pattern: string): RegExp {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`);
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
