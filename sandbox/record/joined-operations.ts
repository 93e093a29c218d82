import type { Operations } from "./attribute";

/** What either recording has for each type: neither has seen all. */
export function joinedOperations(one: Operations, other: Operations): Operations {
  const types = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(
    types.map((type) => [type, [...new Set([...(one[type] ?? []), ...(other[type] ?? [])])].sort()]),
  );
}
