import type { DenyStatement } from "./scp-presets/preset";

/** Longest service control policy. https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
export const longestPolicy = 5_120;

/** Policies that a unit or account can have, FullAWSAccess among them. */
export const mostPolicies = 5;

/**
 * Packs statements into as few documents as their order allows: each goes into the first document with room for it, so
 * that a statement which grows moves as few others as possible.
 *
 * @param statements of one target, each shorter than a document
 * @param longest characters of a document, as AWS counts them: without spaces between elements
 * @returns the documents as JSON text
 * @throws RangeError for a statement that no document has room for
 */
export function packStatements(statements: readonly DenyStatement[], longest = longestPolicy): string[] {
  const documents: DenyStatement[][] = [];
  for (const statement of statements) {
    const length = documentText([statement]).length;
    if (length > longest) throw new RangeError(`${statement.Sid} takes ${length} of ${longest} characters`);
    const roomy = documents.find((document) => documentText([...document, statement]).length <= longest);
    if (roomy) roomy.push(statement);
    else documents.push([statement]);
  }
  return documents.map(documentText);
}

function documentText(statements: DenyStatement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
