import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Grantee } from "../access/grantee";
import { policyDocument, serviceTrust } from "../access/policy-document";
import { accountOf, type Account } from "../account";
import { PlatformComponent } from "../component";
import { roleName } from "../compute/function-role";
import type { Key } from "../encryption/key";
import { inputChecks } from "../input-checks";
import type { Network } from "../network/network";
import { SecurityGroup } from "../network/security-group";
import type { Monitoring } from "../observability/monitoring";
import { MASTER_USER, type AuroraCluster } from "./aurora-cluster";

export interface DatabaseProxyArgs {
  /** The key of the cluster's secret; also encrypts the proxy's log. */
  key: Key;
  network: Network;
  cluster: AuroraCluster;
  /** Days that the log is kept. Default 30. */
  logRetentionDays?: number;
  tags?: Record<string, pulumi.Input<string>>;
}

/** Where a proxy for MySQL listens, always. */
const PROXY_PORT = 3306;

/**
 * A proxy that keeps connections to a cluster open for functions, which come and go, and holds them through a failover.
 * Who connects shows a token of IAM, over TLS; the proxy itself logs in with the secret that RDS rotates.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-proxy.html
 */
export class DatabaseProxy extends PlatformComponent {
  readonly proxy: aws.rds.Proxy;
  readonly endpoint: pulumi.Output<string>;
  readonly port = PROXY_PORT;
  /** The database user that connections are. */
  readonly userName = MASTER_USER;
  readonly group: SecurityGroup;
  readonly monitoring: Monitoring;
  private readonly account: Account;

  /** @throws InputError for a cluster that pauses, which a proxy's connections would keep awake */
  constructor(name: string, args: DatabaseProxyArgs, opts?: pulumi.ComponentResourceOptions) {
    if (args.cluster.pausesWhenIdle)
      inputChecks("platform:data:DatabaseProxy", name).fail(
        "cluster.pauseWhenIdle",
        true,
        "leave it out: the proxy keeps connections open, so the cluster would never pause",
      );
    super("data", "DatabaseProxy", name, opts);
    this.account = accountOf(this);
    this.group = new SecurityGroup(
      `${name}-proxy`,
      { network: args.network, description: `Proxy ${name}` },
      { parent: this },
    );
    args.cluster.group.allowFrom(this.group, args.cluster.port, "Queries of the proxy");
    const logGroup = new aws.cloudwatch.LogGroup(
      `${name}-logs`,
      { name: `/aws/rds/proxy/${name}`, retentionInDays: args.logRetentionDays ?? 30, kmsKeyId: args.key.arn },
      this.childOptions(),
    );
    this.proxy = this.createProxy(args, this.createRole(args), logGroup);
    this.endpoint = this.proxy.endpoint;
    this.createTarget(args.cluster);
    this.monitoring = proxyMonitoring(name);
    this.registerOutputs({ endpoint: this.endpoint });
  }

  /** Lets a grantee connect as the proxy's database user, with a token of IAM. */
  grantConnect(grantee: Grantee): aws.iam.RolePolicy {
    const { partition, region, id } = this.account;
    const proxyId = this.proxy.arn.apply((arn) => arn.split(":").pop()!);
    return grantee.grant(`connect-${this.componentName}`, [
      {
        sid: "Connect",
        actions: ["rds-db:connect"],
        resources: [pulumi.interpolate`arn:${partition}:rds-db:${region}:${id}:dbuser:${proxyId}/${this.userName}`],
      },
    ]);
  }

  private createRole(args: DatabaseProxyArgs): { role: aws.iam.Role; policy: aws.iam.RolePolicy } {
    const name = this.componentName;
    const { account } = this;
    const role = new aws.iam.Role(
      `${name}-role`,
      {
        name: account.region.apply((region) => roleName(`${name}-proxy`, region)),
        description: `Reads the secret that the proxy ${name} logs in with.`,
        assumeRolePolicy: serviceTrust("rds.amazonaws.com", account.id),
      },
      this.childOptions(),
    );
    const policy = new aws.iam.RolePolicy(
      `${name}-read-secret`,
      {
        name: "read-secret",
        role: role.name,
        policy: policyDocument([
          {
            Sid: "ReadSecret",
            Effect: "Allow",
            Action: "secretsmanager:GetSecretValue",
            Resource: args.cluster.masterSecretArn,
          },
          {
            Sid: "DecryptSecret",
            Effect: "Allow",
            Action: "kms:Decrypt",
            Resource: args.key.arn,
            Condition: {
              StringEquals: {
                "kms:ViaService": pulumi.interpolate`secretsmanager.${account.region}.${account.dnsSuffix}`,
              },
            },
          },
        ]),
      },
      this.childOptions(),
    );
    return { role, policy };
  }

  private createProxy(
    args: DatabaseProxyArgs,
    { role, policy }: { role: aws.iam.Role; policy: aws.iam.RolePolicy },
    logGroup: aws.cloudwatch.LogGroup,
  ): aws.rds.Proxy {
    const name = this.componentName;
    return new aws.rds.Proxy(
      `${name}-proxy`,
      {
        name,
        engineFamily: "MYSQL",
        requireTls: true,
        debugLogging: false,
        idleClientTimeout: 900,
        roleArn: role.arn,
        vpcSubnetIds: args.network.subnetIds.isolated,
        vpcSecurityGroupIds: [this.group.id],
        auths: [{ authScheme: "SECRETS", iamAuth: "REQUIRED", secretArn: args.cluster.masterSecretArn }],
        tags: args.tags,
      },
      this.childOptions({ dependsOn: [policy, logGroup] }),
    );
  }

  private createTarget(cluster: AuroraCluster): void {
    const name = this.componentName;
    const targets = new aws.rds.ProxyDefaultTargetGroup(
      `${name}-targets`,
      {
        dbProxyName: this.proxy.name,
        connectionPoolConfig: {
          maxConnectionsPercent: 80,
          maxIdleConnectionsPercent: 30,
          connectionBorrowTimeout: 10,
        },
      },
      this.childOptions(),
    );
    new aws.rds.ProxyTarget(
      `${name}-target`,
      {
        dbProxyName: this.proxy.name,
        targetGroupName: targets.name,
        dbClusterIdentifier: cluster.cluster.clusterIdentifier,
      },
      this.childOptions({ dependsOn: cluster.instances }),
    );
  }
}

const PAGE = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-proxy.monitoring.html";

function proxyMonitoring(component: string): Monitoring {
  const metric = (name: string, statistic: "Sum" | "Maximum") => {
    return { namespace: "AWS/RDS", name, dimensions: { ProxyName: component }, statistic };
  };
  return {
    title: `Proxy ${component}`,
    component,
    alarms: [
      {
        name: "failed-logins",
        severity: "critical",
        metric: metric("ClientConnectionsSetupFailedAuth", "Sum"),
        comparison: "GreaterThanThreshold",
        threshold: 5,
        evaluationPeriods: 5,
        datapointsToAlarm: 3,
        treatMissingData: "notBreaching",
        description: "Connections to the proxy are refused: a token, its permission, or somebody who tries.",
        reason: `Tokens are made anew for each connection, so hardly one is ever refused. ${PAGE}`,
      },
    ],
    widgets: [
      {
        kind: "graph",
        title: "Connections of the proxy",
        metrics: [metric("ClientConnections", "Maximum"), metric("DatabaseConnections", "Maximum")],
      },
    ],
  };
}
