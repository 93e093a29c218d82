import type { MailRule } from "../mail-rule";

/**
 * A control of Security Hub fails, high or critical. GuardDuty's findings come here too and have a mail of their own.
 * A finding is mailed again with each update until somebody sets its workflow status.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-all-findings.html
 */
export function securityHubFindings(): MailRule {
  return {
    name: "security-hub-findings",
    title: "A security control fails in account <owner>",
    why: "The standards (AWS Foundational Security Best Practices, CIS) look at what is, not at what the program says.",
    advice: "Mend it in the program, or suppress the finding with a reason; set it to NOTIFIED to stop the mails.",
    severity: "warning",
    pattern: {
      source: ["aws.securityhub"],
      "detail-type": ["Security Hub Findings - Imported"],
      detail: {
        findings: {
          ProductName: [{ "anything-but": ["GuardDuty", "IAM Access Analyzer"] }],
          Severity: { Label: ["HIGH", "CRITICAL"] },
          Workflow: { Status: ["NEW"] },
          RecordState: ["ACTIVE"],
          Compliance: { Status: [{ exists: false }, "FAILED", "WARNING"] },
        },
      },
    },
    fields: {
      Owner: "$.detail.findings[0].AwsAccountId",
      Where: "$.detail.findings[0].Region",
      Finding: "$.detail.findings[0].Title",
      Severity: "$.detail.findings[0].Severity.Label",
      Resource: "$.detail.findings[0].Resources[0].Id",
      Help: "$.detail.findings[0].Remediation.Recommendation.Url",
    },
  };
}
