import { by, each, type CatalogueEntry } from "./entry";
import { extremes, kind } from "./kinds";

/** Of certificates, twice a day. */
export const certificateManager: CatalogueEntry = {
  page: "https://docs.aws.amazon.com/acm/latest/userguide/cloudwatch-metrics.html",
  metrics: by(["CertificateArn"], { ...each(kind("None", ...extremes), "DaysToExpiry") }),
};
