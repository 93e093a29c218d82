import type { AlarmDescription, MathMetric, Metric, Monitoring } from "../observability/monitoring";

const QUOTAS = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Quotas-Visualize-Alarms.html";
const CLAIMED = "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-concurrency.html#claimed-account-concurrency";

const usage = (name: "ResourceCount" | "CallCount", service: string, resource: string): Metric => ({
  namespace: "AWS/Usage",
  name,
  dimensions: {
    Class: "None",
    Resource: resource,
    Service: service,
    Type: name === "CallCount" ? "API" : "Resource",
  },
  statistic: name === "CallCount" ? "Sum" : "Maximum",
});

/** Functions that run at once, also for the limit that is theirs: only a metric of use knows its limit. */
const concurrency = usage("ResourceCount", "Lambda", "ConcurrentExecutions");

const shares: { name: string; description: string; page: string; metric: MathMetric }[] = [
  {
    name: "functions-at-once",
    description: "So many functions of the account run at once in this region that others will soon be refused.",
    page: QUOTAS,
    metric: {
      label: "Functions at once, % of the limit",
      expression: "used / SERVICE_QUOTA(used) * 100",
      metrics: { used: concurrency },
    },
  },
  {
    name: "claimed-concurrency",
    description:
      "Reservations and what runs without one leave little concurrency: functions without a reservation will be refused, and new reservations too.",
    page: CLAIMED,
    metric: {
      label: "Reserved or in use, % of the limit",
      expression: "claimed / SERVICE_QUOTA(used) * 100",
      metrics: {
        claimed: {
          namespace: "AWS/Lambda",
          name: "ClaimedAccountConcurrency",
          dimensions: {},
          statistic: "Maximum",
        },
        used: concurrency,
      },
    },
  },
  {
    name: "key-calls",
    description:
      "Keys are called so often that KMS will soon refuse, and with it all that is encrypted: tables, queues, logs.",
    page: "https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html",
    metric: {
      label: "Calls of keys a second, % of the limit",
      expression: "calls / PERIOD(calls) / SERVICE_QUOTA(calls) * 100",
      metrics: { calls: usage("CallCount", "KMS", "CryptographicOperationsSymmetric") },
    },
  },
];

/** The alarms and the graph of what is used of an account's limits in a region. */
export function quotaMonitoring(component: string, warnAtPercent: number): Monitoring {
  return {
    title: "Limits of the account",
    component,
    alarms: shares.map(({ name, description, page, metric }): AlarmDescription => ({
      name,
      severity: "warning",
      metric,
      comparison: "GreaterThanThreshold",
      threshold: warnAtPercent,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      // Nothing is used: AWS has no datapoint for it.
      treatMissingData: "notBreaching",
      description,
      reason: `A higher limit takes AWS up to days, so ${warnAtPercent} % in three of five minutes is the time to ask. ${page}`,
    })),
    widgets: [
      { kind: "graph", title: "Use of the account's limits", metrics: shares.map(({ metric }) => metric), unit: "%" },
    ],
  };
}
