import type { RecordedResource } from "../plan/recorded-resource";

/**
 * The resources of a program over and over, each time under names of their own, references included: a stack of any size
 * in which as much belongs together as in a real one.
 *
 * @param count how many there shall be
 */
export function manyResources(resources: readonly RecordedResource[], count: number): RecordedResource[] {
  const names = new Set(resources.flatMap(({ name, inputs }) => [name, ...given(inputs)]));
  const longestFirst = [...names]
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(`(?<![\\w-])(?:${longestFirst.join("|")})(?=-id\\b|(?![\\w-]))`, "g");
  const made: RecordedResource[] = [];
  for (let copy = 0; made.length < count; copy++) {
    const rename = (text: string) => text.replace(pattern, (name) => `${name}-${copy}`);
    for (const resource of resources.slice(0, count - made.length)) made.push(renamed(resource, rename));
  }
  return made;
}

function renamed<T>(value: T, rename: (text: string) => string): T {
  if (typeof value === "string") return rename(value) as T;
  if (Array.isArray(value)) return value.map((each: unknown) => renamed(each, rename)) as T;
  // Only plain objects: an archive or an asset stays what it is.
  if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [renamed(key, rename), renamed(each, rename)]),
  ) as T;
}

/** The names that the resource has in AWS. Short ones could be anything. */
function given(inputs: Record<string, unknown>): string[] {
  return [inputs["name"], inputs["bucket"], inputs["functionName"]].filter(
    (name): name is string => typeof name === "string" && name.length > 3 && !name.startsWith("arn:"),
  );
}
