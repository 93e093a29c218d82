import { API_CALL, type MailRule } from "../mail-rule";

/** What watches the accounts is switched off: Config, GuardDuty, Security Hub, Access Analyzer. */
export function detectionChanges(): MailRule {
  return {
    name: "detection-changes",
    title: "Something that watches account <account> is switched off",
    why: "Findings that are not made are not missed by anybody.",
    advice: "Deploy the account's baseline and the security stack again; look at who did it.",
    severity: "critical",
    pattern: {
      source: ["aws.config", "aws.guardduty", "aws.securityhub", "aws.access-analyzer"],
      "detail-type": [API_CALL],
      detail: {
        eventName: [
          "BatchDisableStandards",
          "DeleteAnalyzer",
          "DeleteConfigurationRecorder",
          "DeleteDeliveryChannel",
          "DeleteDetector",
          "DeleteFindingAggregator",
          "DeleteMembers",
          "DisableOrganizationAdminAccount",
          "DisableSecurityHub",
          "DisassociateFromAdministratorAccount",
          "DisassociateMembers",
          "StopConfigurationRecorder",
          "StopMonitoringMembers",
        ],
      },
    },
  };
}
