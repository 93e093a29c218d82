import { by, each, type CatalogueEntry } from "./entry";
import { events, kind, percent } from "./kinds";

/** Of health checks and hosted zones, in us-east-1. */
export const route53: CatalogueEntry = {
  page: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-health-checks.html",
  metrics: {
    ...by(["HealthCheckId"], {
      ...each(percent, "HealthCheckPercentageHealthy"),
      ...each(kind("None", "Minimum", "Average", "Maximum"), "HealthCheckStatus"),
    }),
    // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-hosted-zones-with-cloudwatch.html
    ...by(["HostedZoneId"], each(events, "DNSQueries")),
  },
};
