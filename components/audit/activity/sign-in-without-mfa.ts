import { SIGN_IN, type MailRule } from "../mail-rule";

/**
 * A user of IAM who signed in to the console with a password alone. Federated people are left out: their second factor is
 * their identity provider's business, and CloudTrail always says `No` for them.
 *
 * The region of the event is that of the sign-in page: us-east-1, us-east-2, eu-north-1 or ap-southeast-2 for the global
 * address, otherwise the page's own. Rules see the account's regions and us-east-1; the metric of the organisation's trail
 * sees all of them.
 */
export function signInWithoutMfa(): MailRule {
  return {
    name: "sign-in-without-mfa",
    title: "A user signed in to account <account> without a second factor",
    why: "A password alone is what a phishing page gets.",
    advice: "Give the user a second factor, or better, replace the user by a role for a federated person.",
    severity: "critical",
    pattern: {
      source: ["aws.signin"],
      "detail-type": SIGN_IN,
      detail: {
        eventName: ["ConsoleLogin"],
        userIdentity: { type: ["IAMUser"] },
        responseElements: { ConsoleLogin: ["Success"] },
        additionalEventData: { MFAUsed: ["No"] },
      },
    },
    fields: {
      Who: "$.detail.userIdentity.arn",
      From: "$.detail.sourceIPAddress",
      Event: "$.detail.eventID",
    },
  };
}
