import { canonicalValue } from "./canonical-value";
import type { Plan, PlanResource } from "./plan";
import type { RecordedResource } from "./recorded-resource";

/**
 * The canonical plan of recorded resources.
 *
 * @param stack the stack's name
 * @param resources all that the program registered
 * @param root the repository, taken out of paths so that plans of two machines are the same
 */
export function makePlan(stack: string, resources: readonly RecordedResource[], root: string): Plan {
  const locations = new Map(resources.filter(isProvider).map((provider) => [provider.urn, locationOf(provider)]));
  const entries = resources
    .filter((resource) => resource.type !== "pulumi:pulumi:Stack")
    .map((resource): [string, PlanResource] => [addressOf(resource.urn), toPlanResource(resource, root, locations)]);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return { stack, resources: Object.fromEntries(entries) };
}

/** A URN without stack and project: what stays the same in every environment. */
export function addressOf(urn: string): string {
  return urn.split("::").slice(2).join("::");
}

/** Whether a recorded resource is a provider. */
export function isProvider(resource: RecordedResource): boolean {
  return resource.type.startsWith("pulumi:providers:");
}

/** URN of a resource's provider, which is named by URN and id; `undefined` for the default one. */
export function providerUrnOf(resource: RecordedResource): string | undefined {
  const { provider } = resource;
  return provider?.slice(0, provider.lastIndexOf("::"));
}

function toPlanResource(
  resource: RecordedResource,
  root: string,
  locations: ReadonlyMap<string, string>,
): PlanResource {
  const parentIsStack = resource.parent?.includes("::pulumi:pulumi:Stack::");
  const location = locations.get(providerUrnOf(resource) ?? "");
  const aliases = aliasesOf(resource);
  const secretPaths = new Set(resource.secretInputs);
  return {
    ...(resource.parent && !parentIsStack && { parent: addressOf(resource.parent) }),
    ...(location && resource.custom && { location }),
    ...(resource.remote && { remote: true as const }),
    ...(resource.read && { read: true as const }),
    ...(resource.protect && { protect: true as const }),
    ...(resource.retainOnDelete && { retainOnDelete: true as const }),
    ...(resource.deleteBeforeReplace && { deleteBeforeReplace: true as const }),
    ...(resource.ignoreChanges.length > 0 && { ignoreChanges: [...resource.ignoreChanges].sort() }),
    ...(aliases.length > 0 && { aliases }),
    ...(resource.custom && {
      inputs: canonicalValue(resource.inputs, { secretPaths, root }) as PlanResource["inputs"],
    }),
  };
}

interface AliasSpec {
  name?: string;
  type?: string;
  parenturn?: string;
  noparent?: boolean;
}

/**
 * Addresses that a resource's aliases stand for; what an alias leaves out is the resource's own. Left out are those that
 * the provider's package gives every resource of a type that it renamed.
 */
function aliasesOf(resource: RecordedResource): string[] {
  const addresses = (resource.aliases as { urn?: string; spec?: AliasSpec }[])
    .filter(({ spec }) => !(resource.custom && spec?.type && !spec.name && !spec.noparent && isOwn(spec.parenturn)))
    .map(({ urn, spec }) => {
      if (urn) return addressOf(urn);
      const parentUrn = spec?.noparent ? undefined : spec?.parenturn || resource.parent;
      const parentTypes = parentUrn && addressOf(parentUrn).split("::")[0];
      const prefix = parentTypes && parentTypes !== "pulumi:pulumi:Stack" ? `${parentTypes}$` : "";
      return `${prefix}${spec?.type || resource.type}::${spec?.name || resource.name}`;
    });
  return [...new Set(addresses)].sort();

  function isOwn(parentUrn: string | undefined): boolean {
    return !parentUrn || parentUrn === resource.parent;
  }
}

/** Account and region of a provider. Its inputs reach the engine as texts of JSON. */
function locationOf(provider: RecordedResource): string {
  const ids = provider.inputs["allowedAccountIds"];
  const list = (typeof ids === "string" ? JSON.parse(ids) : ids) as unknown;
  const id = Array.isArray(list) && typeof list[0] === "string" ? list[0] : "unknown account";
  return `${id}/${String(provider.inputs["region"] ?? "unknown region")}`;
}
