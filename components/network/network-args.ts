import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Key } from "../encryption/key";
import type { Tier } from "./tiers";

/** A network that somebody else made and keeps: nothing of it is changed. */
export interface ExistingNetwork {
  /** For example `vpc-0a1b2c3d`. */
  vpcId: pulumi.Input<string>;
  /** The network's own address block, for rules that name it. */
  cidrBlock: pulumi.Input<string>;
  /** Subnets by tier; `private` and `isolated` in at least two zones. Default none. */
  subnetIds: Partial<Record<Tier, pulumi.Input<string>[]>>;
  /** Route tables of the private subnets, which the gateway endpoints are added to. Needed unless `addEndpoints` is false. */
  privateRouteTableIds?: pulumi.Input<string>[];
  /**
   * False where the network has its endpoints already: none is added, the gateways of S3 and DynamoDB and the interface
   * endpoints that a system asks for must be there. Default true.
   */
  addEndpoints?: boolean;
  /**
   * Security group of the interface endpoints that the network has already, for example `sg-0a1b2c3d`: needed where
   * `addEndpoints` is false. It must let the private subnets in on port 443; nothing of it is changed.
   */
  endpointSecurityGroupId?: pulumi.Input<string>;
}

export interface NetworkArgs {
  /** Encrypts the flow log's log group. */
  key: Key;
  /** Private addresses, an IPv4 block with a prefix of 16 to 24. Default `10.20.0.0/16`. */
  cidrBlock?: string;
  /** How many availability zones, 2 or 3. Default 3. */
  zones?: number;
  /**
   * NAT gateways, by which private subnets reach the internet: 0 to `zones`. Each is billed by the hour. Default 0, since
   * what the platform needs is reached through endpoints.
   */
  natGateways?: number;
  /** Adopts a network instead of making one; `cidrBlock`, `zones` and `natGateways` must then be left out. */
  existing?: ExistingNetwork;
  /** Days that flow records are kept. Default 30. */
  logRetentionDays?: number;
  tags?: Record<string, pulumi.Input<string>>;
  /** Adjusts children: defaults, then these, then what the design requires. */
  overrides?: { vpc?: Partial<aws.ec2.VpcArgs>; subnet?: Partial<aws.ec2.SubnetArgs> };
}

/** An AWS service that a network can reach without the internet, as PrivateLink names it. */
export type InterfaceEndpointService =
  | "ecr.api"
  | "ecr.dkr"
  | "events"
  | "kinesis-streams"
  | "kms"
  | "lambda"
  | "logs"
  | "monitoring"
  | "rds-data"
  | "redshift-data"
  | "secretsmanager"
  | "sns"
  | "sqs"
  | "ssm"
  | "states"
  | "sts"
  | "xray";
