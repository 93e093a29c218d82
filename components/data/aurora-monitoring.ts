import type { AlarmDescription, Metric, Monitoring, Statistic } from "../observability/monitoring";

const PAGE = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html";

/** The alarms and graphs of a cluster. */
export function auroraMonitoring(component: string, clusterIdentifier: string, maximumUnits: number): Monitoring {
  const metric = (name: string, statistic: Statistic): Metric => ({
    namespace: "AWS/RDS",
    name,
    dimensions: { DBClusterIdentifier: clusterIdentifier },
    statistic,
  });
  const alarm = (
    name: string,
    severity: AlarmDescription["severity"],
    of: Metric,
    threshold: number,
    description: string,
    reason: string,
  ): AlarmDescription => ({
    name,
    severity,
    metric: of,
    comparison: "GreaterThanThreshold",
    threshold,
    evaluationPeriods: 10,
    datapointsToAlarm: 8,
    treatMissingData: "notBreaching",
    description,
    reason: `${reason} ${PAGE}`,
  });
  return {
    title: `Database ${component}`,
    component,
    alarms: [
      alarm(
        "capacity",
        "warning",
        metric("ACUUtilization", "Maximum"),
        90,
        `The database uses more than 90 % of its ${maximumUnits} capacity units and cannot grow.`,
        "At the maximum queries wait; eight of ten minutes tell a lasting load from a burst.",
      ),
      alarm(
        "cpu",
        "warning",
        metric("CPUUtilization", "Maximum"),
        90,
        "The database's processors are busy for more than 90 %.",
        "Scaling keeps it lower until the maximum is reached.",
      ),
      alarm(
        "connections",
        "warning",
        metric("DatabaseConnections", "Maximum"),
        160,
        "The database has unusually many connections: something passes the proxy by, or does not close them.",
        "The smallest cluster takes about 189; the proxy keeps far below.",
      ),
    ],
    widgets: [
      { kind: "graph", title: "Capacity", metrics: [metric("ServerlessDatabaseCapacity", "Maximum")], unit: "ACU" },
      {
        kind: "graph",
        title: "Load",
        metrics: [metric("ACUUtilization", "Maximum"), metric("CPUUtilization", "Maximum")],
        unit: "%",
      },
      { kind: "graph", title: "Connections", metrics: [metric("DatabaseConnections", "Maximum")] },
    ],
  };
}
