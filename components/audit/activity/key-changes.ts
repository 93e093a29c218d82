import { apiCalls } from "../api-calls";
import type { MailRule } from "../mail-rule";

/** A key is disabled or goes towards deletion: from then on nothing that it encrypted can be read. */
export function keyChanges(): MailRule {
  return {
    name: "key-changes",
    title: "A key of account <account> is disabled or will be deleted",
    why: "What a deleted key encrypted is lost, backups included; there are 7 to 30 days to take it back.",
    advice:
      "`aws kms cancel-key-deletion`, then `aws kms enable-key`, unless the key's system was meant to be removed.",
    severity: "critical",
    pattern: apiCalls("kms", ["DeleteImportedKeyMaterial", "DisableKey", "DisableKeyRotation", "ScheduleKeyDeletion"]),
    fields: {
      Key: "$.detail.requestParameters.keyId",
      Who: "$.detail.userIdentity.arn",
      From: "$.detail.sourceIPAddress",
      Call: "$.detail.eventName",
      Error: "$.detail.errorCode",
      Event: "$.detail.eventID",
    },
  };
}
