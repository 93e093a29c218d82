import { parseJson } from "./json";
import { isUnknown, unknown } from "./unknown";
import { isObject, list, readAnyCase, text } from "./values";

/** A text of a policy, or the `unknown` symbol where it is not known yet. */
export type Text = string | typeof unknown;

/** Who a statement is about: `{ kind: "AWS", value: "*" }`. A bare `"*"` has the kind `*`. */
export interface Principal {
  kind: string;
  value: Text;
}

/** One operator and key of a condition, both in lower case. */
export interface Condition {
  operator: string;
  key: string;
  values: Text[];
}

/** A statement of a policy, in one form however it was written. */
export interface Statement {
  /** Position in the document, from 1: what messages call it, since an Sid may be anything. */
  position: number;
  effect: "allow" | "deny" | typeof unknown;
  actions: Text[];
  notActions: Text[];
  resources: Text[];
  notResources: Text[];
  principals: Principal[];
  notPrincipals: Principal[];
  conditions: Condition[];
}

/** A policy document; `unknown` where none of it, or an unforeseeable part of it, is known. */
export interface PolicyDocument {
  statements: Statement[];
  /** True where there may be statements beside the known ones. */
  unknown: boolean;
}

/**
 * Reads a policy document in every form that AWS takes: JSON text or object, one statement or a list, single values or
 * lists, keys in any case. What is not known yet is `unknown`; what is no policy has no statements.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parsePolicy(value: unknown): PolicyDocument {
  const document = parseJson(value);
  if (isUnknown(document)) return { statements: [], unknown: true };
  if (!isObject(document)) return { statements: [], unknown: false };
  const statements = list(readAnyCase(document, "Statement"));
  return {
    statements: statements.filter(isObject).map((statement, index) => parseStatement(statement, index + 1)),
    unknown: statements.some(isUnknown),
  };
}

function parseStatement(statement: Record<string, unknown>, position: number): Statement {
  const part = (key: string) => readAnyCase(statement, key);
  const effect = part("Effect");
  return {
    position,
    effect: isUnknown(effect) ? unknown : text(effect)?.toLowerCase() === "allow" ? "allow" : "deny",
    actions: texts(part("Action")),
    notActions: texts(part("NotAction")),
    resources: texts(part("Resource")),
    notResources: texts(part("NotResource")),
    principals: principals(part("Principal")),
    notPrincipals: principals(part("NotPrincipal")),
    conditions: conditions(part("Condition")),
  };
}

function texts(value: unknown): Text[] {
  return list(value).map((each) => (isUnknown(each) ? unknown : (text(each) ?? "")));
}

function principals(value: unknown): Principal[] {
  if (isUnknown(value)) return [{ kind: "*", value: unknown }];
  if (isObject(value)) {
    return Object.entries(value).flatMap(([kind, values]) => texts(values).map((each) => ({ kind, value: each })));
  }
  return texts(value).map((each) => ({ kind: "*", value: each }));
}

function conditions(value: unknown): Condition[] {
  if (isUnknown(value)) return [{ operator: "", key: "", values: [unknown] }];
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([operator, keys]) => {
    if (isUnknown(keys)) return [{ operator: operator.toLowerCase(), key: "", values: [unknown] as Text[] }];
    if (!isObject(keys)) return [];
    return Object.entries(keys).map(([key, values]) => ({
      operator: operator.toLowerCase(),
      key: key.toLowerCase(),
      values: texts(values),
    }));
  });
}
