import { inputChecks } from "../input-checks";

/** A statement of an identity policy, plain: it is read from a file. */
export interface DeployStatement {
  Sid?: string;
  Effect: "Allow" | "Deny";
  Action: string | string[];
  Resource: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

/** Characters that a managed policy may have, white space not counted. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const LONGEST_DOCUMENT = 6144;

/** Managed policies that a role may have, unless AWS raises the quota. */
export const MOST_DOCUMENTS = 10;

const QUOTAS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html";

/**
 * Puts statements into as few managed policies as their order allows.
 *
 * @param component type of who gets them, for messages
 * @param name its name
 * @returns the documents' statements
 * @throws InputError for no statement, one that is longer than a policy, and more policies than a role may have
 */
export function policyDocuments(component: string, name: string, statements: DeployStatement[]): DeployStatement[][] {
  const check = inputChecks(component, name);
  if (statements.length === 0) check.fail("statements", [], "give at least one");
  const documents: DeployStatement[][] = [];
  for (const statement of statements) {
    const length = documentLength([statement]);
    if (length > LONGEST_DOCUMENT)
      check.fail(
        "statements",
        `${statement.Sid ?? "one"}: ${length} characters`,
        `use at most ${LONGEST_DOCUMENT} (${QUOTAS})`,
      );
    const last = documents.at(-1);
    if (last && documentLength([...last, statement]) <= LONGEST_DOCUMENT) last.push(statement);
    else documents.push([statement]);
  }
  if (documents.length > MOST_DOCUMENTS)
    check.fail("statements", `${documents.length} policies`, `fit them into ${MOST_DOCUMENTS} (${QUOTAS})`);
  return documents;
}

/** Characters of a document with these statements, as long as they can become once account and region are known. */
export function documentLength(statements: DeployStatement[]): number {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements })
    .replaceAll("${partition}", "aws-us-gov")
    .replaceAll("${account}", "0".repeat(12))
    .replaceAll("${region}", "us-gov-north-1")
    .replace(/\s/g, "").length;
}
