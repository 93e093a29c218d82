/** One step of an API Gateway update. https://docs.aws.amazon.com/apigateway/latest/api/API_PatchOperation.html */
export interface PatchOperation {
  op: "add" | "remove" | "replace" | "copy" | "move" | "test";
  path: string;
  value?: string;
}

/** Fields whose values are numbers, though a patch gives text. */
const NUMBERS = new Set([
  "authorizerResultTtlInSeconds",
  "burstLimit",
  "limit",
  "minimumCompressionSize",
  "offset",
  "rateLimit",
  "timeoutInMillis",
]);
/** Fields that are lists: `add` puts in the value, or the last part of the path, and `remove` takes it out. */
const LISTS = new Set(["authorizationScopes", "binaryMediaTypes", "cacheKeyParameters", "providerARNs"]);

/**
 * Applies an API Gateway update to a resource. The emulator's own updates store text where a number, a truth value or a
 * list belongs, do not decode JSON pointers, and are missing for some resources.
 *
 * @param resource as a GET answers it
 * @returns a changed copy
 */
export function patchDocument(resource: Record<string, any>, operations: PatchOperation[]): Record<string, any> {
  const result = structuredClone(resource);
  for (const { op, path, value } of operations) {
    const keys = pointerKeys(path);
    const first = keys[0]!;
    if (LISTS.has(first)) {
      const item = keys[1] ?? value ?? "";
      const others = ((result[first] ?? []) as string[]).filter((each) => each !== item);
      result[first] = op === "remove" ? others : [...others, ...(keys[1] && op === "replace" ? [value!] : [item])];
      continue;
    }
    const last = keys.pop()!;
    let parent = result;
    for (const key of keys) parent = parent[key] ??= {};
    if (op === "remove") delete parent[last];
    else if (op === "add" || op === "replace") parent[last] = typed(first, last, value);
  }
  return result;
}

/** The parts of a JSON pointer, unescaped: media types and paths of methods hold slashes. */
export function pointerKeys(path: string): string[] {
  return path
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function typed(first: string, last: string, value: string | undefined): unknown {
  if (first.endsWith("Templates") || value === undefined) return value;
  if (NUMBERS.has(last)) return Number(value);
  return value === "true" || value === "false" ? value === "true" : value;
}
