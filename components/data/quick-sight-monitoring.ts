import type * as pulumi from "@pulumi/pulumi";
import type { Metric, Monitoring } from "../observability/monitoring";

const PAGE = "https://docs.aws.amazon.com/quicksight/latest/user/monitoring-quicksight.html";

/** Alarm: the files could not be read into SPICE. Graphs: ingestions that succeeded and failed, and rows. */
export function quickSightMonitoring(component: string, dataSetId: pulumi.Input<string>): Monitoring {
  const metric = (name: string): Metric => ({
    namespace: "AWS/QuickSight",
    name,
    dimensions: { DatasetId: dataSetId },
    statistic: "Sum",
    periodSeconds: 3600,
  });
  return {
    title: `QuickSight data set ${component}`,
    component,
    alarms: [
      {
        name: "not-refreshed",
        severity: "warning",
        metric: metric("IngestionErrorCount"),
        comparison: "GreaterThanThreshold",
        threshold: 0,
        evaluationPeriods: 1,
        datapointsToAlarm: 1,
        treatMissingData: "notBreaching",
        description: `QuickSight could not read the files of the data set ${component}: it goes on showing older ones.`,
        reason: `Each failed ingestion leaves people with figures that are not the newest. ${PAGE}`,
      },
    ],
    widgets: [
      {
        kind: "graph",
        title: `Ingestions of ${component}`,
        metrics: [metric("IngestionInvocationCount"), metric("IngestionErrorCount")],
      },
      { kind: "graph", title: `Rows of ${component}`, metrics: [metric("IngestionRowCount")] },
    ],
  };
}
