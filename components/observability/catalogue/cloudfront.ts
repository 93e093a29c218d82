import { by, each, type CatalogueEntry } from "./entry";
import { kind, percentiles } from "./kinds";

/** Of distributions, in us-east-1 with the region `Global`. */
export const cloudFront: CatalogueEntry = {
  page: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html",
  metrics: by(["DistributionId+Region"], {
    ...each(kind("Percent", "Average"), "4xxErrorRate", "5xxErrorRate", "CacheHitRate", "TotalErrorRate"),
    ...each(kind("None", "Sum"), "BytesDownloaded", "BytesUploaded", "Requests"),
    ...each(kind("Milliseconds", ...percentiles), "OriginLatency"),
  }),
};
