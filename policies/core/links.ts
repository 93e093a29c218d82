import { isUnknown, unknown } from "./unknown";
import type { Resource } from "./resource";
import type { Stack } from "./stack";
import { isMissing, list, text } from "./values";

/** The resources that refer to one target. */
export interface Companions {
  /** Those that certainly do. */
  certain: Resource[];
  /** Those that may: what they refer to is not known before deployment. */
  possible: Resource[];
}

export interface LinkOptions {
  /** The resources that are referred to. */
  targets: Resource[];
  /** The resources that refer. */
  companions: Resource[];
  /** The property of a companion that refers to the target: a path, or what reads the value. */
  property: string | ((companion: Resource) => unknown);
  /** The top-level property that the value is computed from, where `property` is a function. */
  dependsThrough?: string;
  /** Properties of a target that a reference may hold. Default id, arn and name. */
  identifiers?: string[];
  /** What else identifies a target. */
  alsoKnownAs?: (target: Resource) => (string | undefined)[];
  /** The parts of a reference that may equal an identifier. Default the whole, and what follows the last `/` or `:`. */
  parts?: (reference: string) => string[];
}

/**
 * Which resources refer to which: by the name or ARN where it is known, else by what the property was computed from,
 * which the engine knows in preview too. Takes time in proportion to the number of resources.
 */
export function link(stack: Stack, options: LinkOptions): (target: Resource) => Companions {
  const { targets, companions, property, parts = defaultParts } = options;
  const byIdentifier = new Map<string, Resource[]>();
  const isTarget = new Set(targets.map((target) => target.urn));
  const certain = new Map<Resource, Set<Resource>>(targets.map((target) => [target, new Set()]));
  const possible = new Map<Resource, Set<Resource>>();
  const nameless = new Set<Resource>();
  for (const target of targets) {
    const identifiers = identifiersOf(target, options);
    if (!identifiers.length) {
      nameless.add(target);
      // Without a name of its own, the name in the program is the best there is.
      identifiers.push(target.name);
    }
    for (const identifier of identifiers) append(byIdentifier, identifier, target);
  }

  const undetermined: Resource[] = [];
  const unmatched: Resource[] = [];
  for (const companion of companions) {
    const value = typeof property === "string" ? companion.read(property) : property(companion);
    const found = new Set<Resource>();
    const top = typeof property === "string" ? property.split(".")[0]! : options.dependsThrough;
    const computedFrom = (top && companion.propertyDependencies[top]) || [];
    for (const target of reached(stack, computedFrom, isTarget)) found.add(target);
    let open = value === undefined && typeof property !== "string";
    for (const reference of list(value)) {
      if (isUnknown(reference)) {
        // A companion may carry only the list of everything it depends on.
        if (!computedFrom.length)
          for (const target of reached(stack, companion.dependencies, isTarget)) found.add(target);
        open ||= found.size === 0;
        continue;
      }
      const known = text(reference);
      if (known === undefined) continue;
      const matches = byIdentifier.get(known) ?? parts(known).flatMap((part) => byIdentifier.get(part) ?? []);
      for (const target of matches) found.add(target);
      if (!matches.length && !found.size) unmatched.push(companion);
    }
    // In a preview an object that holds something unknown may be missing as a whole.
    if (isMissing(value) && !computedFrom.length)
      for (const target of reached(stack, companion.dependencies, isTarget)) found.add(target);
    for (const target of found) certain.get(target)?.add(companion);
    if (open && !found.size) undetermined.push(companion);
  }
  for (const target of nameless) possible.set(target, new Set(unmatched));

  return (target) => ({
    certain: [...(certain.get(target) ?? [])],
    possible: [...undetermined, ...(possible.get(target) ?? [])],
  });
}

/** The targets among what a property was computed from, also through one resource between (alias, policy, block). */
function reached(stack: Stack, urns: string[], isTarget: Set<string>): Resource[] {
  const direct = urns.filter((urn) => isTarget.has(urn));
  if (direct.length) return direct.map((urn) => stack.get(urn)!).filter(Boolean);
  const through = urns.flatMap((urn) => Object.values(stack.get(urn)?.propertyDependencies ?? {}).flat());
  return [...new Set(through.filter((urn) => isTarget.has(urn)))].map((urn) => stack.get(urn)!).filter(Boolean);
}

/**
 * True where a property was computed from resources of some types, but from none of its own: it is then known to be something else
 * before its value is.
 */
export function isComputedElsewhere(
  stack: Stack,
  resource: Resource,
  property: string,
  { own, any }: { own: RegExp; any: RegExp },
): boolean {
  const through = resource.propertyDependencies[property] ?? [];
  const types = (through.length ? through : resource.dependencies).map((urn) => stack.get(urn)?.type ?? "");
  return types.some((type) => any.test(type)) && !types.some((type) => own.test(type));
}

function identifiersOf(target: Resource, options: LinkOptions): string[] {
  const properties = options.identifiers ?? ["id", "arn", "name"];
  const values = [...properties.map((path) => target.read(path)), ...(options.alsoKnownAs?.(target) ?? [])];
  return [...new Set(values.filter((value) => value !== unknown).map(text))].filter((value) => !!value) as string[];
}

function defaultParts(reference: string): string[] {
  const last = reference.slice(Math.max(reference.lastIndexOf("/"), reference.lastIndexOf(":")) + 1);
  return last === reference || !last ? [reference] : [reference, last];
}

function append<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}
