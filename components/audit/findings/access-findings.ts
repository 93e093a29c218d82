import type { MailRule } from "../mail-rule";

/**
 * A resource can be reached from outside the organisation. Unused access is reported in the console only: it is no
 * emergency. https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-eventbridge.html
 */
export function accessFindings(): MailRule {
  return {
    name: "access-findings",
    title: "A resource of account <owner> can be reached from outside the organisation",
    why: "The analyzer proves it from the policies, before anybody uses it.",
    advice: "Narrow the resource's policy, or archive the finding with a reason if the access is meant.",
    severity: "critical",
    pattern: {
      source: ["aws.access-analyzer"],
      "detail-type": ["Access Analyzer Finding"],
      detail: { status: ["ACTIVE"], isDeleted: [{ exists: false }, false] },
    },
    fields: {
      Owner: "$.detail.resourceOwnerAccount",
      Where: "$.region",
      Resource: "$.detail.resource",
      Kind: "$.detail.resourceType",
      Public: "$.detail.isPublic",
      Id: "$.detail.id",
    },
  };
}
