import type { MailRule } from "../mail-rule";

/** AWS tells of a disturbance of its own that touches the account. https://docs.aws.amazon.com/health/latest/ug/cloudwatch-events-health.html */
export function serviceHealth(): MailRule {
  return {
    name: "service-health",
    title: "AWS reports a disturbance that touches account <account>",
    why: "It saves the search for a fault that is not yours.",
    advice: "Follow it in the AWS Health dashboard of the account.",
    severity: "warning",
    pattern: {
      source: ["aws.health"],
      "detail-type": ["AWS Health Event"],
      detail: { eventTypeCategory: ["issue"] },
    },
    fields: {
      Service: "$.detail.service",
      Kind: "$.detail.eventTypeCode",
      Since: "$.detail.startTime",
      State: "$.detail.statusCode",
    },
  };
}
