import type { AlarmDescription, GraphDescription, MathMetric, Metric, Severity } from "./monitoring";

const BURN_RATES = "https://sre.google/workbook/alerting-on-slos/";
/** Days that a budget is for. */
const DAYS = 30;
/** So many failures at least: a few on a quiet day use up a share of the budget that says nothing. */
const FEWEST_ERRORS = 5;

/** What a service level objective is about. */
export interface ErrorBudgetArgs {
  /** What a person calls the thing, for example `students`. */
  title: string;
  /** Share of the requests that must be answered, in percent, 90 to below 100, for example 99.9. */
  targetPercent: number;
  errors: Metric;
  requests: Metric;
}

/** A window in which the budget is watched, and how many times as fast as allowed it may be used up there. */
interface Window {
  name: "error-budget-fast" | "error-budget-slow";
  hours: number;
  burnRate: number;
  severity: Severity;
  fewestRequests: number;
}

const windows: readonly Window[] = [
  { name: "error-budget-fast", hours: 1, burnRate: 14.4, severity: "critical", fewestRequests: 100 },
  { name: "error-budget-slow", hours: 6, burnRate: 6, severity: "warning", fewestRequests: 300 },
];

/**
 * The alarms and the graph of a service level objective: how fast failures use up what the objective leaves for thirty
 * days. The fast window finds an outage, the slow one a smouldering fire that no rate over minutes sees.
 * https://sre.google/workbook/alerting-on-slos/
 */
export function errorBudget(args: ErrorBudgetArgs): { alarms: AlarmDescription[]; widgets: GraphDescription[] } {
  const allowed = 100 - args.targetPercent;
  const percent = (value: number) => Number(value.toFixed(3));
  const alarms = windows.map((window): AlarmDescription => {
    const share = percent((100 * window.burnRate * window.hours) / (DAYS * 24));
    return {
      name: window.name,
      severity: window.severity,
      metric: failures(args, window.hours * 3600, window.fewestRequests, `Failed in ${window.hours} h, %`),
      comparison: "GreaterThanThreshold",
      threshold: percent(allowed * window.burnRate),
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      treatMissingData: "notBreaching",
      description: `${args.title} fails so often that ${share} % of the failures allowed in ${DAYS} days came within ${window.hours} h.`,
      reason: `The objective is ${args.targetPercent} %; a burn rate of ${window.burnRate} over ${window.hours} h, from ${window.fewestRequests} requests and ${FEWEST_ERRORS} failures on. ${BURN_RATES}`,
    };
  });
  return {
    alarms,
    widgets: [
      {
        kind: "graph",
        title: `Failures against the objective of ${args.targetPercent} %`,
        metrics: alarms.map(({ metric }) => metric),
        unit: "%",
      },
    ],
  };
}

function failures(args: ErrorBudgetArgs, periodSeconds: number, fewestRequests: number, label: string): MathMetric {
  return {
    expression: `IF(requests >= ${fewestRequests} AND errors >= ${FEWEST_ERRORS}, 100 * errors / requests, 0)`,
    metrics: { errors: { ...args.errors, periodSeconds }, requests: { ...args.requests, periodSeconds } },
    label,
    periodSeconds,
  };
}
