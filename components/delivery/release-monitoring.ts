import * as pulumi from "@pulumi/pulumi";
import { functionMetric } from "../compute/function-monitoring";
import type { Function } from "../compute/function";
import type { Metric, Monitoring } from "../observability/monitoring";

const PAGE = "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html";

/** What of a release decides whether it goes on: how the new version, and it alone, does. */
export function releaseMonitoring(name: string, fn: Function, percent: number): Monitoring {
  const version = fn.function.version;
  const ofVersion = (metric: string): Metric => ({
    ...functionMetric(fn.functionName, metric, "Sum"),
    dimensions: {
      FunctionName: fn.functionName,
      Resource: pulumi.interpolate`${fn.functionName}:${fn.aliasName}`,
      ExecutedVersion: version,
    },
    label: `${metric} of the newest version`,
  });
  return {
    title: `Release of ${fn.componentName}`,
    component: name,
    alarms: [
      {
        name: "new-version-errors",
        severity: "warning",
        metric: {
          label: "Errors of the newest version, % of its invocations",
          // One failed event of the first minute is no reason to give a version up.
          expression: "IF(errors >= 2, 100 * errors / invocations, 0)",
          metrics: { errors: ofVersion("Errors"), invocations: ofVersion("Invocations") },
        },
        comparison: "GreaterThanThreshold",
        threshold: percent,
        evaluationPeriods: 1,
        datapointsToAlarm: 1,
        treatMissingData: "notBreaching",
        description: `More than ${percent} % of the newest version's invocations end with an error. A release under way is rolled back.`,
        reason: `Two errors at least, reckoned for that version alone, since with a tenth of the traffic its errors vanish among all others. ${PAGE}`,
      },
    ],
    widgets: [
      {
        kind: "graph",
        title: `Newest version of ${fn.componentName}`,
        metrics: [ofVersion("Invocations"), ofVersion("Errors")],
      },
    ],
  };
}
