import { by, each, type CatalogueEntry } from "./entry";
import { kind } from "./kinds";

/** Of canaries and their steps. */
export const synthetics: CatalogueEntry = {
  page: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_metrics.html",
  metrics: {
    ...by(["CanaryName", "CanaryName+StepName"], {
      ...each(kind("Milliseconds", "Average"), "Duration"),
      ...each(kind("Percent", "Average"), "SuccessPercent"),
    }),
    ...by(["CanaryName"], { ...each(kind("Count", "Sum"), "2xx", "4xx", "5xx", "Failed", "Failed requests") }),
  },
};
