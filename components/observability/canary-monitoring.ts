import type { Metric, Monitoring, RequestProbe } from "./monitoring";

const PAGE =
  "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_metrics.html";

/** The graphs of a canary as a whole; its alarms are its steps'. */
export function canaryMonitoring(component: string, canaryName: string, everyMinutes: number): Monitoring {
  const metric = metricsOf({ CanaryName: canaryName }, everyMinutes);
  return {
    title: "Asked from outside",
    component,
    alarms: [],
    widgets: [
      { kind: "graph", title: "Runs that found all well", metrics: [metric("SuccessPercent", "Runs, %")], unit: "%" },
      { kind: "graph", title: "Duration of a run", metrics: [metric("Duration", "Run")], unit: "ms" },
    ],
  };
}

/** The alarm and graphs of one address that a canary asks. */
export function stepMonitoring(probe: RequestProbe, canaryName: string, everyMinutes: number): Monitoring {
  const metric = metricsOf({ CanaryName: canaryName, StepName: probe.name }, everyMinutes);
  const success = metric("SuccessPercent", "Right answers, %");
  return {
    title: `Address ${probe.name}`,
    component: probe.name,
    alarms: [
      {
        name: "unreachable",
        severity: "critical",
        metric: success,
        comparison: "LessThanThreshold",
        threshold: 100,
        evaluationPeriods: 3,
        datapointsToAlarm: 2,
        // Nobody asks any more: the API may be down, and without callers nothing else would tell.
        treatMissingData: "breaching",
        description: `The address does not answer a stranger with ${probe.status}, or is not asked any more.`,
        reason: `An API that is down and has no callers has no errors either. Two of three runs, ${everyMinutes} minutes apart, so that one lost request is no alarm. ${PAGE}`,
      },
    ],
    widgets: [
      { kind: "graph", title: "Right answers to a stranger", metrics: [success], unit: "%" },
      { kind: "graph", title: "Time to answer a stranger", metrics: [metric("Duration", "Answer")], unit: "ms" },
    ],
  };
}

function metricsOf(dimensions: Record<string, string>, everyMinutes: number) {
  return (name: "SuccessPercent" | "Duration", label: string): Metric => ({
    namespace: "CloudWatchSynthetics",
    name,
    dimensions,
    statistic: "Average",
    periodSeconds: everyMinutes * 60,
    label,
  });
}
