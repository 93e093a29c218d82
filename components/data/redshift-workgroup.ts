import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Grantee } from "../access/grantee";
import { PlatformComponent } from "../component";
import type { Key } from "../encryption/key";
import { inputChecks } from "../input-checks";
import type { Network } from "../network/network";
import { SecurityGroup } from "../network/security-group";
import type { Monitoring } from "../observability/monitoring";
import { removalOptions, type Removal } from "../removal";
import { redshiftMonitoring } from "./redshift-monitoring";

export interface RedshiftWorkgroupArgs {
  /** Encrypts data, snapshots and the administrator's secret. */
  key: Key;
  /** It lies in the isolated subnets, which must span three zones. */
  network: Network;
  /** Name of the database, lower-case letters, digits and `_`. */
  databaseName: string;
  /** Capacity it starts with, in RPU of 16 GB each: 8 to 512 in steps of 8. Default 8. */
  baseCapacity?: number;
  /** Most capacity, and so cost by the hour. Default 32. */
  maximumCapacity?: number;
  /**
   * RPU-hours that all work of a day, in UTC, may use: an alarm comes at four fifths of it. Default half of what the most capacity
   * could use, which is much more than loads do.
   * https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-workgroup-max-rpu.html
   */
  dailyLimit?: number;
  /**
   * What happens at that limit: `alarm` goes on working, `stop` refuses what needs capacity for the rest of the day. Loads are among
   * it, and changes of a stream that wait for longer than a day are lost. Default `alarm`: the most capacity bounds the cost already.
   */
  atDailyLimit?: "alarm" | "stop";
  /** Days that the logs of connections, users and statements are kept. Default 30. */
  logRetentionDays?: number;
  /** Default `retain`. */
  removal?: Removal;
  tags?: Record<string, pulumi.Input<string>>;
}

const TYPE = "platform:data:RedshiftWorkgroup";
const PAGE = "https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-workgroup-namespace.html";
const LIMITS = "https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-workgroup-max-rpu.html";
const LOGS = ["userlog", "connectionlog", "useractivitylog"];

/**
 * A warehouse in Redshift Serverless: encrypted, without a public address, its traffic within the network, TLS required, its
 * administrator's password kept and rotated by AWS, its logs encrypted and kept for as long as is said. Nobody is let in by the
 * network; what loads and asks goes through the Data API with a role of IAM. What a day uses is limited or told.
 * https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-serverless.html
 */
export class RedshiftWorkgroup extends PlatformComponent {
  readonly namespace: aws.redshiftserverless.Namespace;
  readonly workgroup: aws.redshiftserverless.Workgroup;
  readonly workgroupName: string;
  readonly databaseName: string;
  readonly monitoring: Monitoring;

  /** @throws InputError for a name, capacity, limit or network that Redshift would refuse */
  constructor(name: string, args: RedshiftWorkgroupArgs, opts?: pulumi.ComponentResourceOptions) {
    checkArgs(name, args);
    super("data", "RedshiftWorkgroup", name, opts);
    const { baseCapacity = 8, maximumCapacity = 32 } = args;
    const { dailyLimit = maximumCapacity * 12 } = args;
    this.workgroupName = name;
    this.databaseName = args.databaseName;
    const group = new SecurityGroup(
      `${name}-warehouse`,
      { network: args.network, description: `Warehouse ${name}` },
      { parent: this },
    );
    this.namespace = new aws.redshiftserverless.Namespace(
      `${name}-namespace`,
      {
        namespaceName: name,
        dbName: args.databaseName,
        kmsKeyId: args.key.arn,
        manageAdminPassword: true,
        adminPasswordSecretKmsKeyId: args.key.arn,
        logExports: LOGS,
        tags: args.tags,
      },
      this.childOptions({ ...removalOptions(args.removal), dependsOn: this.createLogGroups(args) }),
    );
    this.workgroup = new aws.redshiftserverless.Workgroup(
      `${name}-workgroup`,
      {
        workgroupName: name,
        namespaceName: this.namespace.namespaceName,
        baseCapacity,
        maxCapacity: maximumCapacity,
        publiclyAccessible: false,
        enhancedVpcRouting: true,
        subnetIds: args.network.subnetIds.isolated,
        securityGroupIds: [group.id],
        configParameters: [{ parameterKey: "require_ssl", parameterValue: "true" }],
        tags: args.tags,
      },
      this.childOptions(),
    );
    const limit = new aws.redshiftserverless.UsageLimit(
      `${name}-daily-limit`,
      {
        resourceArn: this.workgroup.arn,
        usageType: "serverless-compute",
        amount: dailyLimit,
        period: "daily",
        breachAction: args.atDailyLimit === "stop" ? "deactivate" : "emit-metric",
      },
      this.childOptions(),
    );
    this.monitoring = redshiftMonitoring(name, {
      workgroupName: name,
      maximumCapacity,
      dailyLimit,
      usageLimitId: limit.id,
    });
    this.registerOutputs({ workgroupName: this.workgroup.workgroupName });
  }

  /** Lets a grantee run statements through the Data API, as the database user that Redshift makes for its role. */
  grantDataApi(grantee: Grantee): aws.iam.RolePolicy {
    return grantee.grant(`data-api-${this.componentName}`, [
      {
        sid: "RunStatements",
        actions: ["redshift-data:BatchExecuteStatement", "redshift-serverless:GetCredentials"],
        resources: [this.workgroup.arn],
      },
      {
        sid: "FollowStatements",
        actions: ["redshift-data:DescribeStatement"],
        resources: ["*"],
        wildcardReason: "The action takes no resource; the condition limits it to the caller's own statements.",
        conditions: { StringEquals: { "redshift-data:statement-owner-iam-userid": "${aws:userid}" } },
      },
    ]);
  }

  /** Made first, or Redshift makes them without key and for ever. */
  private createLogGroups(args: RedshiftWorkgroupArgs): aws.cloudwatch.LogGroup[] {
    const name = this.componentName;
    return LOGS.map(
      (log) =>
        new aws.cloudwatch.LogGroup(
          `${name}-${log}-logs`,
          // https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-audit-logging.html
          {
            name: `/aws/redshift/${name}/${log}`,
            retentionInDays: args.logRetentionDays ?? 30,
            kmsKeyId: args.key.arn,
          },
          this.childOptions(),
        ),
    );
  }
}

function checkArgs(name: string, args: RedshiftWorkgroupArgs): void {
  const check = inputChecks(TYPE, name);
  const { baseCapacity = 8, maximumCapacity = 32 } = args;
  check.matches("name", name, /^[a-z0-9-]{3,64}$/, "3 to 64 lower-case letters, digits and hyphens", PAGE);
  check.matches("databaseName", args.databaseName, /^[a-z][a-z0-9_]{0,63}$/, "lower-case letters, digits, _", PAGE);
  check.integer("baseCapacity", baseCapacity, 8, 512, PAGE);
  if (baseCapacity % 8) check.fail("baseCapacity", baseCapacity, `use a multiple of 8 (${PAGE})`);
  check.integer("maximumCapacity", maximumCapacity, baseCapacity, 5632, PAGE);
  check.integer("dailyLimit", args.dailyLimit, 1, maximumCapacity * 24, LIMITS);
  check.oneOf("atDailyLimit", args.atDailyLimit, ["alarm", "stop"], LIMITS);
  if (args.network.subnetIds.isolated.length < 3)
    check.fail("network", args.network.componentName, `give it three zones, which Redshift asks for (${PAGE})`);
}
