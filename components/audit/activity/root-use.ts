import { API_CALL, type MailRule } from "../mail-rule";

/**
 * A change made as the root user, by console or access key. What AWS's services do in its name does not count.
 * CIS AWS Foundations, monitoring of the root account.
 */
export function rootUse(): MailRule {
  return {
    name: "root-use",
    title: "The root user of account <account> changes something",
    why: "Policies do not bind the root user, and an access key of it should not exist.",
    advice: "If there is an access key of the root user, delete it. Look up in the trail what else it called.",
    severity: "critical",
    pattern: {
      "detail-type": [API_CALL],
      detail: {
        eventType: [{ "anything-but": ["AwsServiceEvent"] }],
        userIdentity: { type: ["Root"], invokedBy: [{ exists: false }] },
      },
    },
  };
}
