import { apiCalls } from "../api-calls";
import type { MailRule } from "../mail-rule";

/** The trail is stopped, deleted or narrowed. The first thing an intruder does is to switch the light off. */
export function trailChanges(): MailRule {
  return {
    name: "trail-changes",
    title: "A trail of account <account> is changed",
    why: "Without the trail nobody knows afterwards what was done.",
    advice:
      "Start logging again (`aws cloudtrail start-logging`), then look at who stopped it and what was called since.",
    severity: "critical",
    pattern: apiCalls("cloudtrail", [
      "CreateTrail",
      "DeleteEventDataStore",
      "DeleteTrail",
      "PutEventSelectors",
      "PutInsightSelectors",
      "StartLogging",
      "StopEventDataStoreIngestion",
      "StopLogging",
      "UpdateTrail",
    ]),
  };
}
