import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Key } from "../encryption/key";
import type { Removal } from "../removal";

/** A key attribute: string, number or binary. */
export interface KeyAttribute {
  /** 1 to 255 bytes. */
  name: string;
  type: "S" | "N" | "B";
}

/** A secondary index. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/SecondaryIndexes.html */
export interface TableIndex {
  /** 3 to 255 letters, digits, `_`, `-` and `.`; unique per table. */
  name: string;
  /** Leave it out for a local index: one with the table's partition key and another sort key. */
  partitionKey?: KeyAttribute;
  /** Required for a local index. */
  sortKey?: KeyAttribute;
  /** What is copied into the index: everything, the keys, or the keys and `nonKeyAttributes`. Default `ALL`. */
  projection?: "ALL" | "KEYS_ONLY" | "INCLUDE";
  /** With `INCLUDE`: the attributes copied beside the keys. */
  nonKeyAttributes?: string[];
}

/** A range that auto scaling keeps the provisioned units in. */
export interface ScalingRange {
  /** Units per second, at least 1. */
  minimum: number;
  /** Units per second, at least `minimum`. */
  maximum: number;
  /** Share of the provisioned units in use that scaling aims at, 20 to 90 %. Default 70. */
  targetUtilizationPercent?: number;
}

/** Billing by request; the maxima cap the cost and throttle beyond it. */
export interface OnDemandCapacity {
  mode: "onDemand";
  /** Default unlimited. */
  maximumReadUnits?: number;
  /** Default unlimited. */
  maximumWriteUnits?: number;
}

/** Billing by provisioned units, scaled automatically; the indexes follow the same ranges. */
export interface ProvisionedCapacity {
  mode: "provisioned";
  read: ScalingRange;
  write: ScalingRange;
}

export interface TableArgs {
  /** Encrypts the table, its indexes, stream and backups. */
  key: Key;
  /** 3 to 255 letters, digits, `_`, `-` and `.`. Default generated. */
  tableName?: string;
  partitionKey: KeyAttribute;
  /** Default none. */
  sortKey?: KeyAttribute;
  /** Up to 20 global and 5 local ones. Default none. */
  indexes?: TableIndex[];
  /** What the table's stream carries. Default no stream. */
  stream?: "NEW_IMAGE" | "OLD_IMAGE" | "NEW_AND_OLD_IMAGES" | "KEYS_ONLY";
  /** Attribute with the second (since 1970) after which an item is deleted. Default items are kept. */
  timeToLiveAttribute?: string;
  /** Default on demand, without a maximum. */
  capacity?: OnDemandCapacity | ProvisionedCapacity;
  /** Days to which the table can be restored, 1 to 35. Default 35. */
  recoveryPeriodDays?: number;
  /** Reports the most accessed and throttled keys, of the table and its global indexes; billed by event. Default false. */
  contributorInsights?: boolean;
  /** `STANDARD_INFREQUENT_ACCESS` where storage is most of the cost. Default `STANDARD`. */
  tableClass?: "STANDARD" | "STANDARD_INFREQUENT_ACCESS";
  /** Default `retain`: deletion protection on. */
  removal?: Removal;
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Merged over the defaults; encryption and point-in-time recovery stay. */
  overrides?: { table?: Partial<aws.dynamodb.TableArgs> };
}

/** Local indexes share the table's partition key. */
export function isLocal(index: TableIndex): boolean {
  return index.partitionKey === undefined;
}
