import { parseJson } from "./json";
import type { Resource } from "./resource";
import { isUnknown, unknown } from "./unknown";
import { isMissing, isObject, list, readAnyCase, text } from "./values";

/** A rule of a web ACL, whether given as properties or as AWS's own JSON. */
export interface WafRule {
  /** From 1, as in the list. */
  position: number;
  /** The value of cloudwatchMetricsEnabled. */
  metrics: unknown;
  /** Name of the managed rule group, the `unknown` symbol, or undefined for another statement. */
  managedGroup: string | typeof unknown | undefined;
  /** `none` or `count`: what becomes of the group's own actions. */
  override: string | typeof unknown | undefined;
  /** Single rules of the group that act otherwise. */
  ruleOverrides: { name: unknown; action: string | undefined }[];
}

/** The rules of a web ACL or rule group, and whether there may be more that are not known yet. */
export function rulesOf(acl: Resource): { rules: WafRule[]; unknown: boolean } {
  const asJson = parseJson(acl.read("ruleJson"));
  const given = acl.read("rules");
  const elements = [...list(asJson), ...list(given)];
  return {
    rules: elements.map((rule, index) => ruleOf(rule, index + 1)),
    unknown: isUnknown(given) || isUnknown(asJson),
  };
}

function ruleOf(rule: unknown, position: number): WafRule {
  if (isUnknown(rule))
    return { position, metrics: unknown, managedGroup: unknown, override: unknown, ruleOverrides: [] };
  const group = deep(rule, "statement", "managedRuleGroupStatement");
  const name = readAnyCase(single(group), "name");
  return {
    position,
    metrics: deep(rule, "visibilityConfig", "cloudwatchMetricsEnabled"),
    managedGroup: isUnknown(group) || isUnknown(name) ? unknown : text(name),
    override: onlyKey(readAnyCase(rule, "overrideAction")),
    ruleOverrides: overridesOf(single(group)),
  };
}

function overridesOf(group: unknown): WafRule["ruleOverrides"] {
  const overrides = list(readAnyCase(group, "ruleActionOverrides")).map((each) => {
    const action = onlyKey(readAnyCase(each, "actionToUse"));
    return { name: readAnyCase(each, "name"), action: typeof action === "string" ? action : undefined };
  });
  const excluded = list(readAnyCase(group, "excludedRules")).map((each) => ({
    name: readAnyCase(each, "name"),
    action: "count",
  }));
  return [...overrides, ...excluded];
}

/** The key of a block such as `{ none: {} }`, in lower case. */
function onlyKey(block: unknown): string | typeof unknown | undefined {
  const value = single(block);
  if (isUnknown(value)) return unknown;
  if (!isObject(value)) return undefined;
  const keys = Object.keys(value).filter(
    (key) => !key.startsWith("__") && value[key] !== undefined && value[key] !== null,
  );
  if (keys.length > 1) return keys.find((key) => !isMissing(value[key]))?.toLowerCase() ?? keys[0]!.toLowerCase();
  return keys[0]?.toLowerCase();
}

function deep(value: unknown, ...keys: string[]): unknown {
  return keys.reduce<unknown>((current, key) => readAnyCase(single(current), key), value);
}

function single(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? value[0] : value;
}
