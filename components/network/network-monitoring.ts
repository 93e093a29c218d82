import type * as pulumi from "@pulumi/pulumi";
import type { Metric, Monitoring, Statistic } from "../observability/monitoring";

const NAT_PAGE = "https://docs.aws.amazon.com/vpc/latest/userguide/metrics-dimensions-nat-gateway.html";

/** What the monitoring of a network depends on. */
export interface MonitoredNetwork {
  component: string;
  /** Absent for an adopted network. */
  flowLogGroup?: string;
  natGatewayIds: pulumi.Output<string>[];
}

/** The alarms and graphs of a network. Subnets and endpoints have no metrics that tell of trouble; NAT gateways have. */
export function networkMonitoring({ component, flowLogGroup, natGatewayIds }: MonitoredNetwork): Monitoring {
  const nat = (name: string, NatGatewayId: pulumi.Output<string>, statistic: Statistic): Metric => {
    return { namespace: "AWS/NATGateway", name, dimensions: { NatGatewayId }, statistic, periodSeconds: 300 };
  };
  const bytes: Metric = {
    namespace: "AWS/Logs",
    name: "IncomingBytes",
    dimensions: { LogGroupName: flowLogGroup ?? "" },
    statistic: "Sum",
    periodSeconds: 300,
  };
  return {
    title: `Network ${component}`,
    component,
    alarms: natGatewayIds.map((id, index) => ({
      name: `nat-${index + 1}-ports`,
      severity: "critical",
      metric: nat("ErrorPortAllocation", id, "Sum"),
      comparison: "GreaterThanThreshold",
      threshold: 0,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      treatMissingData: "notBreaching",
      description: "A NAT gateway has no port left for new connections to the same address: they fail.",
      reason: `Each count is a refused connection; two of three periods tell a lasting lack from a burst. ${NAT_PAGE}`,
    })),
    widgets: [
      ...(flowLogGroup ? [{ kind: "graph" as const, title: "Flow records", metrics: [bytes], unit: "bytes" }] : []),
      ...(natGatewayIds.length
        ? [
            {
              kind: "graph" as const,
              title: "Connections through NAT",
              metrics: natGatewayIds.map((id) => nat("ActiveConnectionCount", id, "Maximum")),
            },
          ]
        : []),
    ],
  };
}
