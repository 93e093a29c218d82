import { by, each, type CatalogueEntry } from "./entry";
import { percent } from "./kinds";

/** Of clusters and services. */
export const ecs: CatalogueEntry = {
  page: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html",
  metrics: by(["ClusterName", "ClusterName+ServiceName"], { ...each(percent, "CPUUtilization", "MemoryUtilization") }),
};
