import { by, each, type CatalogueEntry } from "./entry";
import { counts, extremes, kind, levels, percent } from "./kinds";

/** Of Aurora's clusters and instances, and of proxies. */
export const rds: CatalogueEntry = {
  page: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html",
  metrics: {
    ...by(["DBClusterIdentifier", "DBInstanceIdentifier", "DBClusterIdentifier+Role"], {
      ...each(percent, "ACUUtilization", "CPUUtilization"),
      ...each(kind("Count/Second", ...extremes), "Deadlocks"),
      ...each(kind("Bytes", ...extremes), "FreeableMemory"),
      ...each(levels, "ServerlessDatabaseCapacity"),
    }),
    // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-proxy.monitoring.html
    ...by(["ProxyName"], {
      ...each(
        counts,
        "ClientConnections",
        "ClientConnectionsSetupFailedAuth",
        "DatabaseConnectionsSetupFailed",
        "QueryRequests",
      ),
    }),
    ...by(["DBClusterIdentifier", "DBInstanceIdentifier", "DBClusterIdentifier+Role", "ProxyName"], {
      ...each(counts, "DatabaseConnections"),
    }),
  },
};
