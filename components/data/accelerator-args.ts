import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Table } from "./table";

export interface AcceleratorArgs {
  /** The table whose reads are cached. */
  table: Table;
  /** VPC of the cluster. */
  vpcId: pulumi.Input<string>;
  /** Private subnets of that VPC; nodes are spread over their zones. */
  subnetIds: pulumi.Input<string>[];
  /** Security groups that may connect, by a name for each, for example `{ trends: group.id }`. */
  clients: Record<string, pulumi.Input<string>>;
  /** 1 to 20 lower-case letters, digits and single hyphens. Default the component's name. */
  clusterName?: string;
  /** Default `dax.t3.small`; `dax.r5.large` and larger for steady load. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAX.concepts.cluster.html */
  nodeType?: string;
  /** Number of nodes, 1 to 11. Default 3: fewer do not survive the loss of a zone. */
  nodes?: number;
  /** What the cluster may do with the table. Default `readWrite`. */
  access?: "read" | "readWrite";
  /** How long an item stays cached, in seconds. Default 300. */
  itemTimeToLiveSeconds?: number;
  /** How long the result of a query stays cached, in seconds. Default 300. */
  queryTimeToLiveSeconds?: number;
  /** Weekly window in UTC, for example `sun:03:00-sun:04:00`. Default chosen by AWS. */
  maintenanceWindow?: pulumi.Input<string>;
  /** Topic for events of the cluster. Default none. */
  notificationTopicArn?: pulumi.Input<string>;
  /** Limits the cluster's role. Default none. */
  permissionsBoundary?: pulumi.Input<string>;
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Merged over the defaults; encryption at rest and TLS stay. */
  overrides?: { cluster?: Partial<aws.dax.ClusterArgs> };
}
