import type * as pulumi from "@pulumi/pulumi";
import type { MathMetric, Metric, Monitoring } from "../observability/monitoring";

const FIVE_MINUTES = 300;
const METRICS = "https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html";

/**
 * The alarms and graphs of a web ACL.
 *
 * @param region of the ACL; metrics of CloudFront's have no such dimension, and are in us-east-1
 */
export function webAclMonitoring(
  component: string,
  aclName: string,
  scope: "REGIONAL" | "CLOUDFRONT",
  region: pulumi.Output<string>,
): Monitoring {
  const metric = (name: string, rule = "ALL"): Metric => ({
    namespace: "AWS/WAFV2",
    name,
    dimensions: { WebACL: aclName, Rule: rule, ...(scope === "REGIONAL" ? { Region: region } : {}) },
    statistic: "Sum",
    periodSeconds: FIVE_MINUTES,
    ...(scope === "CLOUDFRONT" ? { region: "us-east-1" } : {}),
  });
  const blockedShare: MathMetric = {
    label: "Blocked, % of requests",
    periodSeconds: FIVE_MINUTES,
    // A metric without a datapoint means none, and must not make the sum unknown.
    expression: "IF(FILL(blocked, 0) >= 100, 100 * FILL(blocked, 0) / (FILL(blocked, 0) + FILL(allowed, 0)), 0)",
    metrics: { blocked: metric("BlockedRequests"), allowed: metric("AllowedRequests") },
  };
  return {
    title: `Web ACL ${aclName}`,
    component,
    alarms: [
      {
        name: "blocked",
        severity: "warning",
        metric: blockedShare,
        comparison: "GreaterThanThreshold",
        threshold: 20,
        evaluationPeriods: 3,
        datapointsToAlarm: 2,
        treatMissingData: "notBreaching",
        description: "More than 20 % of the requests are blocked: an attack, or a rule that blocks what it should not.",
        reason: `A fifth is far above the usual noise of scanners; a hundred at least, so that one scan does not count. ${METRICS}`,
      },
    ],
    widgets: [
      { kind: "graph", title: "Requests", metrics: [metric("AllowedRequests"), metric("BlockedRequests")] },
      {
        kind: "graph",
        title: "Blocked by rule",
        view: "stacked",
        metrics: [
          "RequestRate",
          "AWSManagedRulesAmazonIpReputationList",
          "AWSManagedRulesCommonRuleSet",
          "AWSManagedRulesKnownBadInputsRuleSet",
          "AWSManagedRulesSQLiRuleSet",
        ].map((rule) => ({ ...metric("BlockedRequests", rule), label: rule })),
      },
    ],
  };
}
