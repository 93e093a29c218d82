import type { Severity } from "../observability/monitoring";
import type { EventPattern } from "./event-pattern";

/** Names of the installation that some patterns need. */
export interface MailRuleNames {
  /** Role with which the accounts are deployed: its own changes are no news, who takes it is. */
  deployRole: string;
}

/** An event that somebody gets a mail for. */
export interface MailRule {
  /** Kebab case; names the rule in AWS and, unless `more` says otherwise, the section of `docs/security.md`. */
  name: string;
  /** The mail's first line: what happened. `<account>` and the other fields of the mail may stand in it. */
  title: string;
  /** Why somebody should know. */
  why: string;
  /** What to do about it, in a sentence. */
  advice: string;
  /** Where to read on, from the root of the clone that deploys. Default the section of `docs/security.md`. */
  more?: string;
  /** `critical` goes to those who are woken. */
  severity: Severity;
  /** What is matched. */
  pattern: EventPattern;
  /**
   * The mail's lines: label to JSON path. Default who, from where, which call and its error, as CloudTrail tells them.
   */
  fields?: Record<string, string>;
  /**
   * Also matches calls that CloudTrail calls read-only, which a rule does not get by default.
   * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html
   */
  readOnlyCalls?: boolean;
}

/** The lines of a mail about a CloudTrail event. */
export const CLOUDTRAIL_FIELDS: Readonly<Record<string, string>> = {
  Who: "$.detail.userIdentity.arn",
  From: "$.detail.sourceIPAddress",
  Call: "$.detail.eventName",
  Service: "$.detail.eventSource",
  Error: "$.detail.errorCode",
  Event: "$.detail.eventID",
};

/** CloudTrail's name for calls of an API in EventBridge. */
export const API_CALL = "AWS API Call via CloudTrail";

/** AWS's pages write it both ways. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html */
export const SIGN_IN = ["AWS Console Sign In via CloudTrail", "AWS Console Signin via CloudTrail"];
