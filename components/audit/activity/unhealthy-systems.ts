import type { MailRule } from "../mail-rule";

/** A system of an account is unhealthy: its composite alarm is on. The account's own topics mail the single alarms. */
export function unhealthySystems(): MailRule {
  return {
    name: "unhealthy-systems",
    title: "A system of account <account> is unhealthy",
    why: "Whoever looks after all accounts sees it even where an account's own addresses are wrong.",
    advice: "Open the dashboard of all accounts, then the system's own; its alarms name their runbooks.",
    severity: "critical",
    pattern: {
      source: ["aws.cloudwatch"],
      "detail-type": ["CloudWatch Alarm State Change"],
      detail: { alarmName: [{ suffix: "-unhealthy" }], state: { value: ["ALARM"] } },
    },
    fields: { Alarm: "$.detail.alarmName", State: "$.detail.state.value", Reason: "$.detail.state.reason" },
  };
}
