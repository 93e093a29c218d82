import { by, each, type CatalogueEntry } from "./entry";
import { counts, kind, levels, extremes } from "./kinds";

/** Of workgroups and namespaces of Redshift Serverless. */
export const redshiftServerless: CatalogueEntry = {
  page: "https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-audit-logging.html",
  metrics: {
    ...by(["Database+QueryType+Workgroup", "QueryType+Workgroup"], {
      // Each datapoint is the number in the five minutes before it.
      ...each(counts, "QueriesFailed", "QueriesSucceeded"),
      ...each(levels, "QueriesQueued", "QueriesRunning"),
    }),
    ...by(["Database+LatencyRange+Workgroup", "LatencyRange+Workgroup"], {
      ...each(kind("Count/Second", ...extremes), "QueriesCompletedPerSecond"),
    }),
    ...by(["Database+Workgroup", "Workgroup"], each(levels, "DatabaseConnections")),
    ...by(["Workgroup"], {
      // RPUs, and RPU-seconds, of the half hour before.
      ...each(levels, "ComputeCapacity"),
      ...each(counts, "ComputeSeconds"),
    }),
    // RPU-hours since the limit's period began, for the usage type SERVERLESS_COMPUTE.
    ...by(["UsageLimitId+UsageType+Workgroup"], each(levels, "UsageLimitAvailable", "UsageLimitConsumed")),
    ...by(["Database+Namespace"], each(levels, "TotalTableCount")),
  },
};
