import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import { inputChecks } from "../input-checks";
import type { Monitoring } from "../observability/monitoring";

export interface CostAnomaliesArgs {
  /** Name of monitor and subscription. */
  monitorName: string;
  /** Cost beyond the expected, in USD, from which an anomaly is mailed. More than 0. */
  impactUsd: number;
  /** E-mail addresses that get the day's anomalies. */
  addresses: readonly string[];
}

/**
 * Learns what each service costs in all accounts, and mails once a day what differs: a leaked key shows here before it
 * shows in a budget. AWS takes one such monitor per organisation.
 * https://docs.aws.amazon.com/cost-management/latest/userguide/manage-ad.html
 *
 * @example new CostAnomalies("anomalies", { monitorName: "acme", impactUsd: 100, addresses: ["platform@acme.io"] })
 */
export class CostAnomalies extends PlatformComponent {
  readonly monitor: aws.costexplorer.AnomalyMonitor;
  /** It sends its mail itself. */
  readonly monitoring: Monitoring;

  /** @throws InputError where nobody would hear of an anomaly */
  constructor(name: string, args: CostAnomaliesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("organization", "CostAnomalies", name, opts);
    const { fail } = inputChecks("platform:organization:CostAnomalies", name);
    if (!(args.impactUsd > 0)) fail("impactUsd", args.impactUsd, "use more than 0");
    if (args.addresses.length === 0) fail("addresses", args.addresses, "name at least one");
    this.monitor = new aws.costexplorer.AnomalyMonitor(
      `${name}-monitor`,
      { name: args.monitorName, monitorType: "DIMENSIONAL", monitorDimension: "SERVICE" },
      this.childOptions(),
    );
    new aws.costexplorer.AnomalySubscription(
      `${name}-subscription`,
      {
        name: args.monitorName,
        // Mail goes out once a day; at once would need a topic.
        frequency: "DAILY",
        monitorArnLists: [this.monitor.arn],
        subscribers: args.addresses.map((address) => ({ type: "EMAIL", address })),
        thresholdExpression: {
          dimension: {
            key: "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
            matchOptions: ["GREATER_THAN_OR_EQUAL"],
            values: [String(args.impactUsd)],
          },
        },
      },
      this.childOptions(),
    );
    this.monitoring = { title: `Cost anomalies ${name}`, component: name, alarms: [], widgets: [] };
    this.registerOutputs({});
  }
}
