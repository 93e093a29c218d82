import { by, each, type CatalogueEntry } from "./entry";
import { events, extremes, kind, levels, percentiles } from "./kinds";

/** Of load balancers and their target groups. */
export const applicationLoadBalancer: CatalogueEntry = {
  page: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html",
  metrics: {
    ...by(["LoadBalancer", "AvailabilityZone+LoadBalancer"], {
      ...each(
        events,
        "ActiveConnectionCount",
        "ClientTLSNegotiationErrorCount",
        "HTTPCode_ELB_4XX_Count",
        "HTTPCode_ELB_5XX_Count",
        "NewConnectionCount",
        "RejectedConnectionCount",
      ),
      ...each(kind("Bytes", "Sum"), "ProcessedBytes"),
    }),
    ...by(["LoadBalancer", "LoadBalancer+TargetGroup"], {
      ...each(
        events,
        "HTTPCode_Target_2XX_Count",
        "HTTPCode_Target_4XX_Count",
        "HTTPCode_Target_5XX_Count",
        "RequestCount",
        "TargetConnectionErrorCount",
      ),
      ...each(kind("Seconds", ...extremes, "SampleCount", ...percentiles), "TargetResponseTime"),
    }),
    ...by(["LoadBalancer+TargetGroup"], { ...each(levels, "HealthyHostCount", "UnHealthyHostCount") }),
  },
};
