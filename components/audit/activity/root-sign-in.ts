import { SIGN_IN, type MailRule } from "../mail-rule";

/**
 * Signing in as the root user, well or not. Sign-ins of the root user are recorded in us-east-1 wherever the account's
 * work is. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 */
export function rootSignIn(): MailRule {
  return {
    name: "root-sign-in",
    title: "Somebody signs in as the root user of account <account>",
    why: "The root user can do everything and is limited by nothing; nobody works with it.",
    advice: "Unless you did it or know who did: change the password, end its sessions, look at what it called since.",
    severity: "critical",
    pattern: {
      source: ["aws.signin"],
      "detail-type": SIGN_IN,
      detail: { eventName: ["ConsoleLogin"], userIdentity: { type: ["Root"] } },
    },
    fields: {
      Who: "$.detail.userIdentity.arn",
      From: "$.detail.sourceIPAddress",
      Result: "$.detail.responseElements.ConsoleLogin",
      "Second factor": "$.detail.additionalEventData.MFAUsed",
      Event: "$.detail.eventID",
    },
  };
}
