import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Grantee } from "../access/grantee";
import { policyDocument, serviceTrust } from "../access/policy-document";
import { accountOf, type Account } from "../account";
import { PlatformComponent } from "../component";
import { roleName } from "../compute/function-role";
import type { Key } from "../encryption/key";
import { inputChecks } from "../input-checks";
import { SecurityGroup } from "../network/security-group";
import type { Monitoring } from "../observability/monitoring";
import { withOverrides } from "../overrides";
import { removalOptions } from "../removal";
import type { AuroraClusterArgs } from "./aurora-args";
import { auroraMonitoring } from "./aurora-monitoring";

export type { AuroraClusterArgs } from "./aurora-args";

const TYPE = "platform:data:AuroraCluster";
const CAPACITY =
  "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html";
const BACKUPS = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Managing.Backups.html";
const LOGS = ["audit", "error", "slowquery"];

/** Who the master user is; RDS makes, keeps and rotates the password, and nobody else sees it. */
export const MASTER_USER = "platform_admin";

/**
 * An Aurora MySQL cluster that scales by itself: encrypted, in isolated subnets, reachable only by groups that are let in,
 * over TLS, with IAM authentication, the Data API, exported logs and backups, and protected from deletion.
 *
 * @example
 * const database = new AuroraCluster("records", { key, network, databaseName: "records" });
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.html
 */
export class AuroraCluster extends PlatformComponent {
  readonly cluster: aws.rds.Cluster;
  readonly arn: pulumi.Output<string>;
  readonly databaseName: string;
  readonly port: number;
  readonly pausesWhenIdle: boolean;
  /** ARN of the secret with the master user's name and password. */
  readonly masterSecretArn: pulumi.Output<string>;
  /** The cluster: who may connect. */
  readonly group: SecurityGroup;
  /** The instances, for what must not be made before them. */
  readonly instances: aws.rds.ClusterInstance[];
  readonly monitoring: Monitoring;
  private readonly key: Key;

  /** @throws InputError for a capacity, number or name that Aurora would refuse */
  constructor(name: string, args: AuroraClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    checkAuroraArgs(name, args);
    super("data", "AuroraCluster", name, opts);
    this.key = args.key;
    this.databaseName = args.databaseName;
    this.port = args.port ?? 3307;
    this.pausesWhenIdle = args.pauseWhenIdle ?? false;
    this.group = new SecurityGroup(
      `${name}-cluster`,
      { network: args.network, description: `Database ${name}` },
      { parent: this },
    );
    const logGroups = this.createLogGroups(args);
    this.cluster = this.createCluster(args, logGroups);
    this.arn = this.cluster.arn;
    this.masterSecretArn = this.cluster.masterUserSecrets.apply((secrets) => secrets[0]!.secretArn);
    this.instances = this.createInstances(args, this.createMonitoringRole(accountOf(this)));
    this.monitoring = auroraMonitoring(name, name, args.maximumUnits ?? 2);
    this.registerOutputs({ arn: this.arn });
  }

  /** Lets a grantee run statements through the Data API, as the master user: for migrations, not for requests. */
  grantDataApi(grantee: Grantee): aws.iam.RolePolicy {
    return grantee.grant(`data-api-${this.componentName}`, [
      {
        sid: "RunStatements",
        actions: [
          "rds-data:BatchExecuteStatement",
          "rds-data:BeginTransaction",
          "rds-data:CommitTransaction",
          "rds-data:ExecuteStatement",
          "rds-data:RollbackTransaction",
        ],
        resources: [this.arn],
      },
      { sid: "ReadSecret", actions: ["secretsmanager:GetSecretValue"], resources: [this.masterSecretArn] },
      ...this.key.statements("decrypt", "secretsmanager"),
    ]);
  }

  private createLogGroups(args: AuroraClusterArgs): aws.cloudwatch.LogGroup[] {
    // Made first, or RDS makes them without key and retention.
    return LOGS.map(
      (log) =>
        new aws.cloudwatch.LogGroup(
          `${this.componentName}-${log}-logs`,
          {
            name: `/aws/rds/cluster/${this.componentName}/${log}`,
            retentionInDays: args.logRetentionDays ?? 30,
            kmsKeyId: args.key.arn,
          },
          this.childOptions(),
        ),
    );
  }

  private createCluster(args: AuroraClusterArgs, logGroups: aws.cloudwatch.LogGroup[]): aws.rds.Cluster {
    const name = this.componentName;
    const subnets = new aws.rds.SubnetGroup(
      `${name}-subnets`,
      { name, subnetIds: args.network.subnetIds.isolated, tags: args.tags },
      this.childOptions(),
    );
    const parameters = new aws.rds.ClusterParameterGroup(
      `${name}-parameters`,
      {
        name,
        family: "aurora-mysql8.0",
        description: `TLS only, and the logs of ${name}`,
        parameters: [
          { name: "require_secure_transport", value: "ON" },
          { name: "tls_version", value: "TLSv1.2,TLSv1.3", applyMethod: "pending-reboot" },
          { name: "server_audit_logging", value: "1" },
          { name: "server_audit_events", value: "CONNECT,QUERY_DCL,QUERY_DDL" },
          { name: "slow_query_log", value: "1" },
        ],
        tags: args.tags,
      },
      this.childOptions(),
    );
    const isKept = args.removal !== "destroy";
    return new aws.rds.Cluster(
      `${name}-cluster`,
      withOverrides<aws.rds.ClusterArgs>(
        {
          engineVersion: "8.0.mysql_aurora.3.10.0",
          backupRetentionPeriod: args.backupRetentionDays ?? 7,
          preferredBackupWindow: "02:00-03:00",
          preferredMaintenanceWindow: "sun:03:30-sun:04:30",
          copyTagsToSnapshot: true,
          skipFinalSnapshot: !isKept,
          ...(isKept && { finalSnapshotIdentifier: `${name}-final` }),
          performanceInsightsEnabled: true,
          performanceInsightsKmsKeyId: args.key.arn,
          performanceInsightsRetentionPeriod: 7,
          tags: args.tags,
        },
        args.overrides?.cluster,
        {
          clusterIdentifier: name,
          engine: "aurora-mysql",
          engineMode: "provisioned",
          databaseName: args.databaseName,
          port: this.port,
          masterUsername: MASTER_USER,
          manageMasterUserPassword: true,
          masterUserSecretKmsKeyId: args.key.arn,
          storageEncrypted: true,
          kmsKeyId: args.key.arn,
          deletionProtection: true,
          iamDatabaseAuthenticationEnabled: true,
          enableHttpEndpoint: true,
          enabledCloudwatchLogsExports: LOGS,
          dbSubnetGroupName: subnets.name,
          dbClusterParameterGroupName: parameters.name,
          vpcSecurityGroupIds: [this.group.id],
          serverlessv2ScalingConfiguration: {
            minCapacity: this.pausesWhenIdle ? 0 : (args.minimumUnits ?? 1),
            maxCapacity: args.maximumUnits ?? 2,
            ...(this.pausesWhenIdle && { secondsUntilAutoPause: 300 }),
          },
        },
      ),
      this.childOptions({ ...removalOptions(args.removal), dependsOn: logGroups }),
    );
  }

  /** https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Monitoring.OS.Enabling.html */
  private createMonitoringRole(account: Account): aws.iam.Role {
    const name = this.componentName;
    const role = new aws.iam.Role(
      `${name}-monitoring-role`,
      {
        name: account.region.apply((region) => roleName(`${name}-monitoring`, region)),
        description: `Writes the metrics of the machines of ${name}.`,
        assumeRolePolicy: serviceTrust("monitoring.rds.amazonaws.com", account.id),
      },
      this.childOptions(),
    );
    const group = pulumi.interpolate`arn:${account.partition}:logs:${account.region}:${account.id}:log-group:RDSOSMetrics`;
    new aws.iam.RolePolicy(
      `${name}-monitoring-write`,
      {
        name: "write-metrics",
        role: role.name,
        policy: policyDocument([
          {
            Sid: "LogGroup",
            Effect: "Allow",
            Action: ["logs:CreateLogGroup", "logs:PutRetentionPolicy"],
            Resource: group,
          },
          {
            Sid: "LogStreams",
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:GetLogEvents", "logs:PutLogEvents"],
            Resource: [group, pulumi.interpolate`${group}:log-stream:*`],
          },
        ]),
      },
      this.childOptions(),
    );
    return role;
  }

  private createInstances(args: AuroraClusterArgs, role: aws.iam.Role): aws.rds.ClusterInstance[] {
    const name = this.componentName;
    return Array.from({ length: args.instances ?? 2 }, (_, index) => {
      return new aws.rds.ClusterInstance(
        `${name}-instance-${index + 1}`,
        {
          identifier: `${name}-${index + 1}`,
          clusterIdentifier: this.cluster.clusterIdentifier,
          engine: "aurora-mysql",
          engineVersion: this.cluster.engineVersion,
          instanceClass: "db.serverless",
          publiclyAccessible: false,
          // Zones differ by themselves: Aurora puts each new instance into the one with the fewest.
          // Tier 0 and 1 follow the writer's capacity, so that the one that takes over is large enough.
          promotionTier: index,
          monitoringInterval: 60,
          monitoringRoleArn: role.arn,
          performanceInsightsEnabled: true,
          performanceInsightsKmsKeyId: args.key.arn,
          tags: args.tags,
        },
        this.childOptions(),
      );
    });
  }
}

function checkAuroraArgs(name: string, args: AuroraClusterArgs): void {
  const check = inputChecks(TYPE, name);
  const { minimumUnits = 1, maximumUnits = 2 } = args;
  check.matches("databaseName", args.databaseName, /^[A-Za-z][A-Za-z0-9_]{0,63}$/, "letters, digits and _", CAPACITY);
  for (const [field, units] of Object.entries({ minimumUnits, maximumUnits }))
    if (units < 0.5 || units > 256 || (units * 2) % 1 !== 0)
      check.fail(field, units, `use halves from 0.5 to 256 (${CAPACITY})`);
  if (maximumUnits < Math.max(1, minimumUnits))
    check.fail("maximumUnits", maximumUnits, `use at least the minimum, and 1 (${CAPACITY})`);
  if (args.pauseWhenIdle && args.minimumUnits !== undefined)
    check.fail("minimumUnits", args.minimumUnits, `leave it out with pauseWhenIdle, which makes it 0 (${CAPACITY})`);
  check.integer("instances", args.instances, 1, 16, CAPACITY);
  check.integer("backupRetentionDays", args.backupRetentionDays, 1, 35, BACKUPS);
  check.integer("port", args.port, 1150, 65_535, CAPACITY);
}
