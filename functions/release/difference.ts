/**
 * Where an answer is not what was expected; nothing where it is. Fields that were not asked for do not matter, and no
 * value is told: an answer may hold personal data.
 *
 * @param actual what came
 * @param expected what it must have
 * @param path where both are, for messages
 */
export function difference(actual: unknown, expected: unknown, path = "the answer"): string | undefined {
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return `${path} is not a list`;
    if (actual.length !== expected.length) return `${path} has ${actual.length} items instead of ${expected.length}`;
    return first(expected.map((each, index) => difference(actual[index], each, `${path}[${index}]`)));
  }
  if (typeof expected === "object" && expected !== null) {
    if (typeof actual !== "object" || actual === null) return `${path} is not an object`;
    return first(
      Object.entries(expected).map(([key, value]) =>
        difference((actual as Record<string, unknown>)[key], value, `${path}.${key}`),
      ),
    );
  }
  return Object.is(actual, expected) ? undefined : `${path} is not as expected`;
}

function first(faults: (string | undefined)[]): string | undefined {
  return faults.find((fault) => fault !== undefined);
}
