import { unknown, type RecordedResource } from "../../../tools/plan/recorded-resource";

/** A value that is not known before deployment. */
export const U = unknown;

/** A resource of a case: enough for a rule to judge it. */
export interface CaseResource {
  type: string;
  /** What begins with `bad` must be reported; all else must not. */
  name: string;
  inputs: Record<string, unknown>;
  /** Per property, the names of the resources it was computed from. */
  from?: Record<string, string[]>;
  /** Names of all resources it depends on, where a form knows no more. Default those of `from`. */
  dependsOn?: string[];
  parent?: string;
  provider?: string;
  outputs?: Record<string, unknown>;
  ignoreChanges?: string[];
}

/** What a rule must report and what not, in every form a user may write. */
export interface RuleCases {
  /** The type of cases that are given as mere inputs. */
  type?: string;
  bad: Record<string, Record<string, unknown> | CaseResource | CaseResource[]>;
  good: Record<string, Record<string, unknown> | CaseResource | CaseResource[]>;
}

/** Cases by the rule's name. */
export type Cases = Record<string, RuleCases>;

/** A resource in a case about relations. */
export function res(
  type: string,
  name: string,
  inputs: Record<string, unknown> = {},
  from?: Record<string, string[]>,
  more: Partial<CaseResource> = {},
): CaseResource {
  return { type, name, inputs, ...(from && { from }), ...more };
}

export function urnOf(type: string, name: string): string {
  return `urn:pulumi:case::cases::${type}::${name}`;
}

/** The resources of a case as a program would have registered them. */
export function recorded(
  rule: RuleCases,
  given: Record<string, unknown> | CaseResource | CaseResource[],
  isBad: boolean,
) {
  const resources: CaseResource[] = Array.isArray(given)
    ? (given as CaseResource[])
    : isCaseResource(given)
      ? [given]
      : [{ type: rule.type!, name: isBad ? "bad" : "good", inputs: given }];
  const urns = new Map(resources.map(({ type, name }) => [name, urnOf(type, name)]));
  return resources.map((each) => asRecorded(each, urns));
}

function isCaseResource(given: object): given is CaseResource {
  return "type" in given && "inputs" in given && "name" in given;
}

function asRecorded(each: CaseResource, urns: Map<string, string>): RecordedResource {
  const urn = (name: string) => urns.get(name) ?? name;
  const propertyDependencies = Object.fromEntries(
    Object.entries(each.from ?? {}).map(([property, names]) => [property, names.map(urn)]),
  );
  return {
    type: each.type,
    name: each.name,
    urn: urnOf(each.type, each.name),
    custom: each.type.startsWith("aws:"),
    read: false,
    inputs: each.inputs,
    secretInputs: [],
    ...(each.parent && { parent: urn(each.parent) }),
    ...(each.provider && { provider: `${urn(each.provider)}::id` }),
    protect: false,
    retainOnDelete: false,
    deleteBeforeReplace: false,
    ignoreChanges: each.ignoreChanges ?? [],
    additionalSecretOutputs: [],
    dependsOn: each.dependsOn?.map(urn) ?? [...new Set(Object.values(propertyDependencies).flat())],
    propertyDependencies,
    aliases: [],
    ...(each.outputs && { outputs: each.outputs }),
  };
}

/** A policy with one statement, with the usual parts left out. */
export function statement(parts: Record<string, unknown>): Record<string, unknown> {
  return { Version: "2012-10-17", Statement: [{ Effect: "Allow", ...parts }] };
}

/** The same policy in the forms that AWS and Pulumi take: object, text, one statement without a list. */
export function forms(
  name: string,
  parts: Record<string, unknown>,
  key = "policy",
): Record<string, Record<string, unknown>> {
  const policy = statement(parts);
  const [only] = policy["Statement"] as unknown[];
  return {
    [`${name}, as an object`]: { [key]: policy },
    [`${name}, as text`]: { [key]: JSON.stringify(policy, null, 2) },
    [`${name}, one statement without a list`]: { [key]: JSON.stringify({ ...policy, Statement: only }) },
    [`${name}, after a statement that is not known`]: { [key]: { ...policy, Statement: [U, only] } },
  };
}
