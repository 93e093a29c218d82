import type { MailRule } from "../mail-rule";

/**
 * A threat that GuardDuty sees, from medium severity on. The administrator's account gets the findings of all members.
 * https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html
 */
export function guardDutyFindings(): MailRule {
  return {
    name: "guard-duty-findings",
    title: "GuardDuty finds a threat in account <owner>",
    why: "It sees what logs show of intruders: stolen credentials, calls from where nobody works, malware.",
    advice: "Open the finding in GuardDuty, and follow what it says for its type.",
    severity: "critical",
    pattern: {
      source: ["aws.guardduty"],
      "detail-type": ["GuardDuty Finding"],
      detail: { severity: [{ numeric: [">=", 4] }] },
    },
    fields: {
      Owner: "$.detail.accountId",
      Where: "$.detail.region",
      Finding: "$.detail.title",
      Kind: "$.detail.type",
      Severity: "$.detail.severity",
      Id: "$.detail.id",
    },
  };
}
