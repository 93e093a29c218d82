import type * as pulumi from "@pulumi/pulumi";
import type { WebAcl } from "../edge/web-acl";
import { errorBudget } from "../observability/error-budget";
import type {
  AlarmDescription,
  GraphDescription,
  MathMetric,
  Metric,
  Monitoring,
  OutsideProbe,
  Statistic,
} from "../observability/monitoring";
import { timeoutOf, type Route } from "./route";

const AWS_ALARMS =
  "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html#ApiGateway";

const BANDS = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Anomaly_Detection.html";

/** Below so many requests a minute one failure would already be a rate worth waking somebody. */
const FEWEST_REQUESTS = 10;

export interface MonitoredApi {
  component: string;
  apiName: string;
  stageName: string;
  routes: Route[];
  /** The objective in percent; `false` for none. */
  availabilityTarget: number | false;
  hasCache: boolean;
  /** How it is asked from outside. */
  probes: OutsideProbe[];
  /** Of the authorizer's function. */
  authorizer?: Monitoring;
  webAcl?: WebAcl;
  region: pulumi.Input<string>;
}

/** The alarms and graphs of an API, and of the authorizer it made. */
export function restApiMonitoring(of: MonitoredApi): Monitoring {
  const authorizer = of.authorizer ?? { alarms: [], widgets: [] };
  const budget = of.availabilityTarget === false ? { alarms: [], widgets: [] } : objective(of, of.availabilityTarget);
  return {
    title: `API ${of.apiName} ${of.stageName}`,
    component: of.component,
    alarms: [
      ...alarms(of),
      ...budget.alarms,
      ...authorizer.alarms.map((alarm) => ({ ...alarm, name: `authorizer-${alarm.name}` })),
    ],
    widgets: [
      ...widgets(of),
      ...budget.widgets,
      ...authorizer.widgets.map((widget) => ({ ...widget, title: `Authorizer: ${widget.title}` })),
    ],
    probes: of.probes,
  };
}

function objective(of: MonitoredApi, targetPercent: number): ReturnType<typeof errorBudget> {
  return errorBudget({
    title: `API ${of.apiName}`,
    targetPercent,
    errors: metric(of, "5XXError", "Sum"),
    requests: metric(of, "Count", "Sum"),
  });
}

function alarms(of: MonitoredApi): AlarmDescription[] {
  const slowest = Math.max(...of.routes.map(longestMilliseconds));
  return [
    {
      name: "server-errors",
      severity: "critical",
      metric: rate(of, "5XXError", "Server errors %"),
      comparison: "GreaterThanThreshold",
      threshold: 5,
      evaluationPeriods: 3,
      datapointsToAlarm: 3,
      treatMissingData: "notBreaching",
      description: `More than 5 % of the requests to ${of.apiName} fail in the API or behind it.`,
      reason: `AWS recommends 0.05 over three minutes; from ${FEWEST_REQUESTS} requests a minute on, so that one failure at night is no alarm. ${AWS_ALARMS}`,
    },
    {
      name: "client-errors",
      severity: "warning",
      metric: rate(of, "4XXError", "Client errors %"),
      comparison: "GreaterThanThreshold",
      threshold: 20,
      evaluationPeriods: 5,
      datapointsToAlarm: 5,
      treatMissingData: "notBreaching",
      description: `More than a fifth of the requests to ${of.apiName} are refused: a broken client, expired keys or an attack.`,
      reason: `AWS recommends 0.05 for APIs whose clients are known; here 401, 404 and 429 are answers of everyday use. ${AWS_ALARMS}`,
    },
    {
      name: "traffic",
      severity: "warning",
      metric: traffic(of),
      comparison: "LessThanLowerOrGreaterThanUpperThreshold",
      threshold: 4,
      evaluationPeriods: 6,
      datapointsToAlarm: 4,
      // Nobody at all is what the outside probe tells, at once and of every API.
      treatMissingData: "notBreaching",
      description: `Many more or many fewer requests come to ${of.apiName} than at this hour of other weeks: clients that cannot reach it any more, a loop, or an attack below every other limit.`,
      reason: `How many requests are right nobody can say beforehand, so CloudWatch learns it; four standard deviations, in four of six times five minutes, are no accident. ${BANDS}`,
    },
    {
      name: "latency",
      severity: "warning",
      metric: metric(of, "Latency", "p99"),
      comparison: "GreaterThanOrEqualToThreshold",
      threshold: Math.round(slowest * 0.8),
      evaluationPeriods: 5,
      datapointsToAlarm: 5,
      treatMissingData: "notBreaching",
      description: `The slowest hundredth of the requests to ${of.apiName} comes near the timeout of ${slowest} ms, behind which callers get an error.`,
      reason: `80 % of the longest timeout of the API's routes, over five minutes as AWS recommends for Latency. ${AWS_ALARMS}`,
    },
  ];
}

function widgets(of: MonitoredApi): GraphDescription[] {
  const percentiles: Statistic[] = ["p50", "p90", "p99"];
  const graph = (title: string, metrics: (Metric | MathMetric)[], unit?: string): GraphDescription => ({
    kind: "graph",
    title,
    metrics,
    ...(unit ? { unit } : {}),
  });
  return [
    graph("Requests", [metric(of, "Count", "Sum")], "requests"),
    graph("Requests against what is expected", [traffic(of)], "requests"),
    graph("Errors", [metric(of, "4XXError", "Sum"), metric(of, "5XXError", "Sum")], "requests"),
    graph("Error rates", [rate(of, "5XXError", "Server errors %"), rate(of, "4XXError", "Client errors %")], "%"),
    graph(
      "Latency",
      percentiles.map((statistic) => ({ ...metric(of, "Latency", statistic), label: `Latency ${statistic}` })),
      "ms",
    ),
    graph(
      "Integration latency",
      percentiles.map((statistic) => ({
        ...metric(of, "IntegrationLatency", statistic),
        label: `Integration ${statistic}`,
      })),
      "ms",
    ),
    ...(of.hasCache
      ? [graph("Cache", [metric(of, "CacheHitCount", "Sum"), metric(of, "CacheMissCount", "Sum")], "requests")]
      : []),
    ...(of.webAcl ? [graph("Blocked by the web ACL", [blocked(of.webAcl, of.region)], "requests")] : []),
  ];
}

/** How long a route can take: until the gateway or, before it, the function gives up. */
function longestMilliseconds(route: Route): number {
  return Math.min(timeoutOf(route), route.integration.backendTimeoutMilliseconds ?? Infinity);
}

function metric(of: MonitoredApi, name: string, statistic: Statistic): Metric {
  return {
    namespace: "AWS/ApiGateway",
    name,
    dimensions: { ApiName: of.apiName, Stage: of.stageName },
    statistic,
  };
}

function traffic(of: MonitoredApi): Metric {
  return { ...metric(of, "Count", "Sum"), periodSeconds: 300, label: "Requests in five minutes" };
}

function rate(of: MonitoredApi, name: string, label: string): MathMetric {
  return {
    expression: `IF(requests >= ${FEWEST_REQUESTS}, 100 * errors / requests, 0)`,
    metrics: { errors: metric(of, name, "Sum"), requests: metric(of, "Count", "Sum") },
    label,
  };
}

function blocked(webAcl: WebAcl, region: pulumi.Input<string>): Metric {
  return {
    namespace: "AWS/WAFV2",
    name: "BlockedRequests",
    dimensions: {
      WebACL: webAcl.acl.visibilityConfig.metricName,
      Region: region,
      Rule: "ALL",
    },
    statistic: "Sum",
  };
}
