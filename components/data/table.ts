import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Grantee } from "../access/grantee";
import { PlatformComponent } from "../component";
import type { Key } from "../encryption/key";
import { inputChecks } from "../input-checks";
import type { Monitoring } from "../observability/monitoring";
import { withOverrides } from "../overrides";
import { removalOptions } from "../removal";
import { tableActions } from "./table-actions";
import { isLocal, type TableArgs, type TableIndex } from "./table-args";
import { checkTableArgs, keyAttributes } from "./table-check";
import {
  tableStatements,
  type TableGrantOptions,
  type TableReadOptions,
  type TableReadWriteOptions,
  type TableWriteOptions,
} from "./table-grants";
import { tableMonitoring } from "./table-monitoring";
import { createTableScaling } from "./table-scaling";

const TYPE = "platform:data:Table";

/**
 * A DynamoDB table, encrypted with the system's key, restorable to any second of the last 35 days, protected from
 * deletion, on demand unless capacity is given.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/best-practices.html
 *
 * @example
 * const table = new Table("students", { key, tableName: "StudentDetails", partitionKey: { name: "Roll", type: "S" }, stream: "NEW_IMAGE" });
 * table.grantWrite(add, { actions: ["dynamodb:PutItem"] });
 * announce.addStreamSource(table, { batchSize: 1, onFailure });
 */
export class Table extends PlatformComponent {
  readonly table: aws.dynamodb.Table;
  readonly arn: pulumi.Output<string>;
  readonly tableName: pulumi.Output<string>;
  /** ARN of the stream; empty where the table has none. */
  readonly streamArn: pulumi.Output<string>;
  readonly monitoring: Monitoring;
  private readonly key: Key;
  private readonly indexNames: string[];
  private readonly hasStream: boolean;

  /** @throws InputError for an argument outside DynamoDB's limits, or that cannot work with the others */
  constructor(name: string, args: TableArgs, opts?: pulumi.ComponentResourceOptions) {
    super("data", "Table", name, opts);
    checkTableArgs(name, args);
    this.key = args.key;
    this.indexNames = (args.indexes ?? []).map((index) => index.name);
    this.hasStream = args.stream !== undefined;
    const globalIndexes = (args.indexes ?? []).filter((index) => !isLocal(index)).map((index) => index.name);

    this.table = this.createTable(args);
    this.arn = this.table.arn;
    this.tableName = this.table.name;
    this.streamArn = this.table.streamArn;
    if (args.capacity?.mode === "provisioned")
      createTableScaling(name, this.tableName, globalIndexes, args.capacity, this.childOptions());
    if (args.contributorInsights) this.createContributorInsights(globalIndexes);
    this.monitoring = tableMonitoring(name, this.tableName, globalIndexes);
    this.registerOutputs({ arn: this.arn, tableName: this.tableName });
  }

  /**
   * Lets a grantee read items. Default GetItem, BatchGetItem, Query; Scan only when asked for.
   *
   * @throws InputError for an action that does not read, or an index that is not the table's
   */
  grantRead(grantee: Grantee, options: TableReadOptions = {}): aws.iam.RolePolicy {
    return this.grantActions(grantee, "read", tableActions.read, tableActions.defaultRead, options);
  }

  /**
   * Lets a grantee write items. Default PutItem, UpdateItem, DeleteItem, BatchWriteItem.
   *
   * @throws InputError for an action that does not write
   */
  grantWrite(grantee: Grantee, options: TableWriteOptions = {}): aws.iam.RolePolicy {
    return this.grantActions(grantee, "write", tableActions.write, tableActions.defaultWrite, options);
  }

  /**
   * Lets a grantee read and write items, with the defaults of both.
   *
   * @throws InputError for an action that does neither
   */
  grantReadWrite(grantee: Grantee, options: TableReadWriteOptions = {}): aws.iam.RolePolicy {
    return this.grantActions(
      grantee,
      "read-write",
      [...tableActions.read, ...tableActions.write],
      [...tableActions.defaultRead, ...tableActions.defaultWrite],
      options,
    );
  }

  /**
   * Lets a grantee read the table's stream, as an event source mapping does.
   *
   * @throws InputError where the table has no stream
   */
  grantStreamRead(grantee: Grantee): aws.iam.RolePolicy {
    if (!this.hasStream) inputChecks(TYPE, this.componentName).fail("stream", undefined, "give the table a stream");
    return grantee.grant(`read-stream-${this.componentName}`, [
      { sid: "ReadStream", actions: tableActions.readStream, resources: [this.streamArn] },
      ...this.key.statements("decrypt", "dynamodb"),
    ]);
  }

  private grantActions(
    grantee: Grantee,
    verb: "read" | "write" | "read-write",
    allowed: readonly string[],
    defaults: string[],
    options: TableGrantOptions<string>,
  ): aws.iam.RolePolicy {
    const check = inputChecks(TYPE, this.componentName);
    const actions = options.actions ?? defaults;
    const indexes = options.indexes ?? this.indexNames;
    const reference = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html";
    if (!actions.length) check.fail("actions", actions, "name at least one, or leave it out for the defaults");
    for (const action of actions) check.oneOf(`actions of a ${verb} grant`, action, allowed, reference);
    for (const index of indexes)
      if (!this.indexNames.includes(index)) check.fail("indexes", index, "name indexes of the table");
    const sid = { read: "Read", write: "Write", "read-write": "ReadWrite" }[verb];
    return grantee.grant(`${verb}-${this.componentName}`, [
      ...tableStatements(sid, this.arn, actions, indexes, options.conditions),
      // Writing needs no more than reading: DynamoDB only decrypts the table's own key in the caller's name.
      // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.howitworks.html
      ...this.key.statements("decrypt", "dynamodb"),
    ]);
  }

  private createTable(args: TableArgs): aws.dynamodb.Table {
    const { partitionKey, sortKey, stream, timeToLiveAttribute: ttl } = args;
    const indexes = args.indexes ?? [];
    const locals = indexes.filter(isLocal);
    const globals = indexes.filter((index) => !isLocal(index));
    const attributes = keyAttributes(inputChecks(TYPE, this.componentName), args);
    const defaults: Partial<aws.dynamodb.TableArgs> = {
      name: args.tableName,
      hashKey: partitionKey.name,
      rangeKey: sortKey?.name,
      attributes: [...attributes].map(([name, type]) => ({ name, type })),
      deletionProtectionEnabled: args.removal !== "destroy",
      pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: args.recoveryPeriodDays ?? 35 },
      tableClass: args.tableClass,
      tags: args.tags,
      ...capacityArgs(args),
      ...(stream && { streamEnabled: true, streamViewType: stream }),
      ...(ttl && { ttl: { enabled: true, attributeName: ttl } }),
      ...(globals.length && { globalSecondaryIndexes: globals.map((index) => globalIndex(index, args)) }),
      ...(locals.length && { localSecondaryIndexes: locals.map(localIndex) }),
    };
    return new aws.dynamodb.Table(
      `${this.componentName}-table`,
      withOverrides(defaults, args.overrides?.table, {
        serverSideEncryption: { enabled: true, kmsKeyArn: args.key.arn },
        pointInTimeRecovery: { enabled: true },
      }),
      this.childOptions({ ...removalOptions(args.removal), ignoreChanges: scaledProperties(args, globals.length > 0) }),
    );
  }

  private createContributorInsights(indexes: string[]): void {
    const suffix = "contributor-insights";
    new aws.dynamodb.ContributorInsights(
      `${this.componentName}-${suffix}`,
      { tableName: this.tableName },
      this.childOptions(),
    );
    for (const indexName of indexes)
      new aws.dynamodb.ContributorInsights(
        `${this.componentName}-${indexName}-${suffix}`,
        { tableName: this.tableName, indexName },
        this.childOptions(),
      );
  }
}

function capacityArgs({ capacity }: TableArgs): Partial<aws.dynamodb.TableArgs> {
  if (capacity?.mode === "provisioned")
    return {
      billingMode: "PROVISIONED",
      readCapacity: capacity.read.minimum,
      writeCapacity: capacity.write.minimum,
    };
  const { maximumReadUnits: maxReadRequestUnits, maximumWriteUnits: maxWriteRequestUnits } = capacity ?? {};
  return {
    billingMode: "PAY_PER_REQUEST",
    ...((maxReadRequestUnits ?? maxWriteRequestUnits) && {
      onDemandThroughput: { maxReadRequestUnits, maxWriteRequestUnits },
    }),
  };
}

/** What auto scaling changes while the program stays the same. */
function scaledProperties(args: TableArgs, hasGlobalIndexes: boolean): string[] {
  if (args.capacity?.mode !== "provisioned") return [];
  const own = ["readCapacity", "writeCapacity"];
  return hasGlobalIndexes ? [...own, ...own.map((property) => `globalSecondaryIndexes[*].${property}`)] : own;
}

function globalIndex(index: TableIndex, { capacity }: TableArgs) {
  return {
    name: index.name,
    keySchemas: [
      { attributeName: index.partitionKey!.name, keyType: "HASH" },
      ...(index.sortKey ? [{ attributeName: index.sortKey.name, keyType: "RANGE" }] : []),
    ],
    ...projection(index),
    ...(capacity?.mode === "provisioned" && {
      readCapacity: capacity.read.minimum,
      writeCapacity: capacity.write.minimum,
    }),
  };
}

function localIndex(index: TableIndex) {
  return { name: index.name, rangeKey: index.sortKey!.name, ...projection(index) };
}

function projection(index: TableIndex): { projectionType: string; nonKeyAttributes?: string[] } {
  return {
    projectionType: index.projection ?? "ALL",
    ...(index.nonKeyAttributes && { nonKeyAttributes: index.nonKeyAttributes }),
  };
}
