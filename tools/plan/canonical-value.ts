import * as pulumi from "@pulumi/pulumi";
import { markers, type PlanValue } from "./plan";
import { unknown } from "./recorded-resource";

/** Inputs that only say that built content changed. */
const hashes = new Set(["sourceCodeHash", "sourceHash", "etag"]);

/**
 * An input as a plan shows it. Policy documents and other JSON texts become objects, and longer texts lists of lines, so
 * that a difference is a line and not a page.
 *
 * @param value the recorded input
 * @param options `secretPaths` are shown as markers; `root` is taken out of paths
 */
export function canonicalValue(value: unknown, options: { secretPaths: ReadonlySet<string>; root: string }): PlanValue {
  return visit(value, "", "");

  function visit(item: unknown, path: string, key: string): PlanValue {
    if (options.secretPaths.has(path)) return markers.secret;
    if (item === unknown) return markers.unknown;
    if (hashes.has(key)) return markers.hash;
    if (typeof item === "string") return text(item);
    if (item === null || typeof item === "boolean" || typeof item === "number") return item;
    if (Array.isArray(item)) return item.map((each, index) => visit(each, `${path}[${index}]`, ""));
    if (typeof item !== "object") return String(item);
    if (pulumi.asset.Asset.isInstance(item) || pulumi.asset.Archive.isInstance(item)) return markers.asset;
    if (pulumi.Resource.isInstance(item) || pulumi.Output.isInstance(item)) return markers.unknown;
    return sortedMap(Object.entries(item), (each, name) => visit(each, path ? `${path}.${name}` : name, name));
  }

  function text(item: string): PlanValue {
    const relative = item.replaceAll(options.root, markers.root);
    const parsed = /^\s*[[{]/.test(relative) ? parseJson(relative) : undefined;
    if (parsed !== undefined) return { [markers.json]: sortedJson(parsed) };
    return relative.includes("\n") ? { [markers.lines]: relative.split("\n") } : relative;
  }
}

function sortedJson(value: PlanValue): PlanValue {
  if (Array.isArray(value)) return value.map(sortedJson);
  if (typeof value !== "object" || value === null) return value;
  return sortedMap(Object.entries(value), sortedJson);
}

function sortedMap<T>(entries: [string, T][], map: (value: T, key: string) => PlanValue): { [key: string]: PlanValue } {
  return Object.fromEntries(
    entries
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, value]) => [key, map(value, key)]),
  );
}

function parseJson(text: string): PlanValue | undefined {
  try {
    return JSON.parse(text) as PlanValue;
  } catch {
    return undefined;
  }
}
