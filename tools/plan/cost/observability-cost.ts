import type { Plan, PlanResource } from "../plan";
import { typeAt } from "../plan";
import prices from "./prices.json";

/** One line of an estimate. */
export interface CostLine {
  /** What is paid for, for example `alarms`. */
  what: string;
  /** How many of it. */
  count: number;
  /** A month, in the price file's currency. */
  perMonth: number;
}

/** What watching a stack costs a month. */
export interface ObservabilityCost {
  currency: string;
  /** Day of the prices, `YYYY-MM-DD`. */
  priceDate: string;
  lines: CostLine[];
  perMonth: number;
}

const DAYS = 30;

/**
 * Estimates what alarms, metrics, dashboards, probes, logs and traces of a plan cost a month. Prices, their source and the
 * assumed traffic stand in `prices.json`; free allowances are left out, since accounts share them.
 */
export function observabilityCost(plan: Plan): ObservabilityCost {
  const { perMonth, perUse, assumptions } = prices;
  const of = (type: string) =>
    Object.entries(plan.resources)
      .filter(([address]) => typeAt(address) === type)
      .map(([, resource]) => resource);
  const alarms = of("aws:cloudwatch/metricAlarm:MetricAlarm");
  const composites = of("aws:cloudwatch/compositeAlarm:CompositeAlarm").length;
  const dashboards = of("aws:cloudwatch/dashboard:Dashboard");
  const alarmMetrics = alarms.reduce((sum, alarm) => sum + metricsOf(alarm), 0);
  const custom = customMetrics([...alarms, ...dashboards]).size;
  const runs = of("aws:synthetics/canary:Canary").reduce((sum, canary) => sum + runsOf(canary), 0);
  const checks = of("aws:route53/healthCheck:HealthCheck");
  const options = checks.reduce((sum, check) => sum + optionsOf(check), 0);
  const traced = of("aws:lambda/function:Function").some(
    ({ inputs }) => (inputs?.["tracingConfig"] as { mode?: string } | undefined)?.mode === "Active",
  );
  const retention = Math.max(0, ...of("aws:cloudwatch/logGroup:LogGroup").map(retentionMonths));
  const gigabytes = retention > 0 ? (assumptions.requestsPerMonth * assumptions.logBytesPerRequest) / 1e9 : 0;
  const traces = traced ? (assumptions.requestsPerMonth * assumptions.tracedShare) / 1e6 : 0;
  const lines: CostLine[] = [
    { what: "metrics watched by alarms", count: alarmMetrics, perMonth: alarmMetrics * perMonth.alarmMetric },
    { what: "composite alarms", count: composites, perMonth: composites * perMonth.compositeAlarm },
    { what: "dashboards", count: dashboards.length, perMonth: dashboards.length * perMonth.dashboard },
    { what: "own metrics", count: custom, perMonth: custom * perMonth.customMetric },
    {
      what: "health checks",
      count: checks.length,
      perMonth: checks.length * perMonth.healthCheck + options * perMonth.healthCheckOption,
    },
    { what: "runs of canaries", count: runs, perMonth: runs * perUse.canaryRun },
    {
      what: "GB of logs",
      count: gigabytes,
      perMonth: gigabytes * (perUse.logGigabyteIngested + retention * perUse.logGigabyteMonthStored),
    },
    { what: "million traces", count: traces, perMonth: traces * perUse.millionTraces },
  ];
  return {
    currency: prices.currency,
    priceDate: prices.date,
    lines: lines.filter(({ count }) => count > 0).map((line) => ({ ...line, perMonth: cents(line.perMonth) })),
    perMonth: cents(lines.reduce((sum, line) => sum + line.perMonth, 0)),
  };
}

/** CloudWatch asks for each metric that an alarm watches, formula or not; a band is two more, its lower and its upper bound. */
function metricsOf({ inputs }: PlanResource): number {
  const queries = (inputs?.["metricQueries"] ?? []) as { metric?: unknown }[];
  const bounds = inputs?.["thresholdMetricId"] === undefined ? 0 : 2;
  return bounds + (queries.length > 0 ? queries.filter(({ metric }) => metric).length : 1);
}

/** What a health check is paid for beside itself: HTTPS, a text to find, ten seconds, and latencies. */
function optionsOf({ inputs }: PlanResource): number {
  const type = String(inputs?.["type"]);
  const options = [
    type.startsWith("HTTPS"),
    type.endsWith("STR_MATCH"),
    inputs?.["requestInterval"] === 10,
    inputs?.["measureLatency"] === true,
  ];
  return options.filter(Boolean).length;
}

/** AWS publishes under these: `AWS/…`, and what canaries publish for their price. */
function isOfAws(namespace: string): boolean {
  return namespace.startsWith("AWS/") || namespace === "CloudWatchSynthetics";
}

/** Metrics that no AWS service publishes: each name with each set of dimensions is one. */
function customMetrics(resources: readonly PlanResource[]): Set<string> {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      const [namespace, name] = value as unknown[];
      if (typeof namespace === "string" && typeof name === "string" && value.length > 2 && !isOfAws(namespace)) {
        // A dashboard's row: namespace, metric, then dimensions and options.
        if (/^[A-Z]\w+$/.test(namespace)) found.add(JSON.stringify(value.filter((each) => typeof each === "string")));
      }
      value.forEach(visit);
    } else if (value !== null && typeof value === "object") {
      const { namespace, metricName, dimensions } = value as Record<string, unknown>;
      if (typeof namespace === "string" && typeof metricName === "string" && !isOfAws(namespace)) {
        found.add(JSON.stringify([namespace, metricName, ...Object.entries((dimensions ?? {}) as object).flat()]));
      }
      Object.values(value).forEach(visit);
    }
  };
  for (const { inputs } of resources) visit(inputs);
  return found;
}

/** `rate(5 minutes)` or an hour's; a cron expression counts as once an hour. */
function runsOf({ inputs }: PlanResource): number {
  const expression = String((inputs?.["schedule"] as { expression?: string } | undefined)?.expression ?? "");
  const [, number, unit] = /^rate\((\d+) (minute|hour)s?\)$/.exec(expression) ?? [];
  if (!number || Number(number) === 0) return 24 * DAYS;
  return Math.round((DAYS * 24 * (unit === "minute" ? 60 : 1)) / Number(number));
}

function retentionMonths({ inputs }: PlanResource): number {
  return Number(inputs?.["retentionInDays"] ?? 0) / DAYS;
}

function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}
