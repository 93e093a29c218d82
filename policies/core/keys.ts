import { link } from "./links";
import { parsePolicy } from "./policy-document";
import type { Resource } from "./resource";
import { isAnyone } from "./resource-policy";
import type { Stack } from "./stack";
import { isUnknown } from "./unknown";
import { list, read, text } from "./values";
import { matches } from "./wildcard";

const keyType = "aws:kms/key:Key";
const aliasType = "aws:kms/alias:Alias";

/** The key of this stack that a property names: by ARN, id or alias where known, else by what it was computed from. */
export function keyLookup(stack: Stack): (resource: Resource, property: string) => Resource | undefined {
  const byName = new Map<string, Resource>();
  for (const key of stack.ofType(keyType)) {
    for (const name of ["arn", "keyId", "id"].map((path) => text(key.read(path)))) if (name) byName.set(name, key);
  }
  for (const alias of stack.ofType(aliasType)) {
    const key = keyOf(alias, "targetKeyId");
    for (const name of ["name", "arn"].map((path) => text(alias.read(path)))) if (name && key) byName.set(name, key);
  }
  return keyOf;

  function keyOf(resource: Resource, property: string): Resource | undefined {
    const value = resource.read(property);
    const known = text(value) ?? text(algorithmKey(value));
    if (known !== undefined && byName.has(known)) return byName.get(known);
    const computedFrom = (resource.propertyDependencies[property] ?? []).map((urn) => stack.get(urn));
    const key = computedFrom.find((each) => each?.type === keyType);
    if (key) return key;
    const alias = computedFrom.find((each) => each?.type === aliasType);
    return alias && keyOf(alias, "targetKeyId");
  }
}

/** The key in the rules of a bucket's encryption. */
function algorithmKey(rules: unknown): unknown {
  return list(rules).map((rule) => read(rule, "applyServerSideEncryptionByDefault.kmsMasterKeyId"))[0];
}

/** Key policies that are resources of their own, looked up once for each stack. */
const separatePolicies = new WeakMap<Stack, (key: Resource) => { certain: Resource[]; possible: Resource[] }>();

/** Whether the policy of a key lets a service do all of some actions. A key without a policy lets the account only. */
export function letsServiceUse(
  stack: Stack,
  key: Resource,
  service: string,
  actions: string[],
): "yes" | "no" | "unknown" {
  let policiesOf = separatePolicies.get(stack);
  if (!policiesOf) {
    const companions = stack.ofType("aws:kms/keyPolicy:KeyPolicy");
    policiesOf = link(stack, {
      targets: stack.ofType(keyType),
      companions,
      property: "keyId",
      identifiers: ["arn", "keyId", "id"],
    });
    separatePolicies.set(stack, policiesOf);
  }
  const { certain, possible } = policiesOf(key);
  const documents = [key, ...certain].map((each) => parsePolicy(each.read("policy")));
  if (possible.length || documents.some((document) => document.unknown)) return "unknown";
  const principal = new RegExp(`^${service}(\\.[a-z0-9-]+)?\\.amazonaws\\.com(\\.cn)?$`, "i");
  const statements = documents
    .flatMap((document) => document.statements)
    .filter(
      ({ effect, principals }) =>
        effect !== "deny" &&
        principals.some((each) => isUnknown(each.value) || isAnyone(each) || principal.test(String(each.value))),
    );
  const allowed = actions.every((action) =>
    statements.some((statement) =>
      statement.actions.some((each) => typeof each !== "string" || matches(each, action) || matches(action, each)),
    ),
  );
  return allowed ? "yes" : "no";
}
