import { by, each, type CatalogueEntry } from "./entry";
import { extremes, kind } from "./kinds";

/** Of what of a service's quotas is used. */
export const usage: CatalogueEntry = {
  page: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Service-Quota-Integration.html",
  metrics: by(["Class+Resource+Service+Type"], {
    ...each(kind("None", "Sum"), "CallCount"),
    ...each(kind("None", ...extremes), "ResourceCount"),
  }),
};
