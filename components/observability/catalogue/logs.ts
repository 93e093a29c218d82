import { by, each, type CatalogueEntry } from "./entry";
import { bytes, everything, kind } from "./kinds";

/** Of log groups. */
export const logs: CatalogueEntry = {
  page: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html",
  metrics: by(["", "LogGroupName"], {
    ...each(bytes, "IncomingBytes"),
    ...each(kind("None", ...everything), "IncomingLogEvents"),
  }),
};
