import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Grantee, GrantStatement } from "../access/grantee";
import { policyDocument, serviceTrust } from "../access/policy-document";
import { PlatformComponent } from "../component";
import type { Monitoring } from "../observability/monitoring";
import { withOverrides } from "../overrides";
import type { AcceleratorArgs } from "./accelerator-args";
import { checkAcceleratorArgs } from "./accelerator-check";
import { acceleratorMonitoring } from "./accelerator-monitoring";

/** The port of an encrypted cluster; 8111 would be the one without TLS. */
const TLS_PORT = 9111;

const READ = ["dax:GetItem", "dax:BatchGetItem", "dax:Query", "dax:Scan"];
const WRITE = ["dax:PutItem", "dax:UpdateItem", "dax:DeleteItem", "dax:BatchWriteItem"];

/**
 * A DAX cluster, the in-memory cache of one table: encrypted at rest and on the wire, reachable only from the named
 * security groups of a VPC. Its clients need the DAX SDK, a place in the VPC, and a grant of the cluster instead of one
 * of the table. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAX.html
 *
 * @example
 * const cache = new Accelerator("trends", { table, vpcId, subnetIds, clients: { report: report.securityGroupId } });
 * cache.grantRead(report);
 */
export class Accelerator extends PlatformComponent {
  readonly cluster: aws.dax.Cluster;
  readonly securityGroup: aws.ec2.SecurityGroup;
  readonly role: aws.iam.Role;
  readonly arn: pulumi.Output<string>;
  /** `daxs://…`, the endpoint that the SDK is given. */
  readonly endpoint: pulumi.Output<string>;
  readonly monitoring: Monitoring;
  private readonly access: "read" | "readWrite";

  /** @throws InputError for an argument that DAX would refuse */
  constructor(name: string, args: AcceleratorArgs, opts?: pulumi.ComponentResourceOptions) {
    super("data", "Accelerator", name, opts);
    checkAcceleratorArgs(name, args);
    this.access = args.access ?? "readWrite";

    this.securityGroup = this.createSecurityGroup(args);
    this.role = this.createRole(args);
    const permission = this.allowTable(args);
    this.cluster = this.createCluster(args, permission);
    this.arn = this.cluster.arn;
    this.endpoint = pulumi.interpolate`daxs://${this.cluster.clusterAddress}`;
    this.monitoring = acceleratorMonitoring(name, this.cluster.clusterName);
    this.registerOutputs({ arn: this.arn, endpoint: this.endpoint });
  }

  /** Lets a grantee read through the cluster. */
  grantRead(grantee: Grantee): aws.iam.RolePolicy {
    return this.grantActions(grantee, "read", READ);
  }

  /**
   * Lets a grantee read and write through the cluster.
   *
   * @throws Error where the cluster itself may only read
   */
  grantReadWrite(grantee: Grantee): aws.iam.RolePolicy {
    if (this.access === "read")
      throw new pulumi.RunError(`Accelerator "${this.componentName}" has access "read"; it cannot let others write.`);
    return this.grantActions(grantee, "read-write", [...READ, ...WRITE]);
  }

  /** The clients' half: the cluster uses table and key in its own name. */
  private grantActions(grantee: Grantee, verb: string, actions: string[]): aws.iam.RolePolicy {
    return grantee.grant(`${verb}-${this.componentName}`, [{ sid: "UseAccelerator", actions, resources: [this.arn] }]);
  }

  private createSecurityGroup(args: AcceleratorArgs): aws.ec2.SecurityGroup {
    const name = this.componentName;
    const group = new aws.ec2.SecurityGroup(
      `${name}-security-group`,
      { description: `DAX cluster ${name}`, vpcId: args.vpcId, tags: args.tags },
      this.childOptions(),
    );
    for (const [client, securityGroupId] of Object.entries(args.clients))
      new aws.vpc.SecurityGroupIngressRule(
        `${name}-from-${client}`,
        {
          description: `TLS from ${client}`,
          securityGroupId: group.id,
          referencedSecurityGroupId: securityGroupId,
          ipProtocol: "tcp",
          fromPort: TLS_PORT,
          toPort: TLS_PORT,
        },
        this.childOptions(),
      );
    return group;
  }

  /** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAX.access-control.html */
  private createRole(args: AcceleratorArgs): aws.iam.Role {
    return new aws.iam.Role(
      `${this.componentName}-role`,
      {
        description: `DAX cluster ${this.componentName}`,
        assumeRolePolicy: serviceTrust("dax.amazonaws.com"),
        permissionsBoundary: args.permissionsBoundary,
        tags: args.tags,
      },
      this.childOptions(),
    );
  }

  /** The cluster's own access to the table, given as to any other grantee. */
  private allowTable({ table }: AcceleratorArgs): aws.iam.RolePolicy {
    const cluster: Grantee = {
      granteeName: this.componentName,
      roleArn: this.role.arn,
      grant: (name, statements) =>
        new aws.iam.RolePolicy(
          `${this.componentName}-${name}`,
          { name, role: this.role.name, policy: policyDocument(statements.map(asPolicyStatement)) },
          this.childOptions(),
        ),
    };
    // Everything that a client may ask the cluster for, and the table's keys, which it must know.
    const read = [
      "dynamodb:DescribeTable",
      "dynamodb:GetItem",
      "dynamodb:BatchGetItem",
      "dynamodb:Query",
      "dynamodb:Scan",
    ] as const;
    const write = [
      "dynamodb:PutItem",
      "dynamodb:UpdateItem",
      "dynamodb:DeleteItem",
      "dynamodb:BatchWriteItem",
    ] as const;
    return this.access === "read"
      ? table.grantRead(cluster, { actions: [...read] })
      : table.grantReadWrite(cluster, { actions: [...read, ...write] });
  }

  private createCluster(args: AcceleratorArgs, permission: aws.iam.RolePolicy): aws.dax.Cluster {
    const name = this.componentName;
    const subnets = new aws.dax.SubnetGroup(`${name}-subnets`, { subnetIds: args.subnetIds }, this.childOptions());
    const parameters = new aws.dax.ParameterGroup(
      `${name}-parameters`,
      {
        parameters: [
          { name: "record-ttl-millis", value: String(1000 * (args.itemTimeToLiveSeconds ?? 300)) },
          { name: "query-ttl-millis", value: String(1000 * (args.queryTimeToLiveSeconds ?? 300)) },
        ],
      },
      this.childOptions(),
    );
    const defaults: Partial<aws.dax.ClusterArgs> = {
      clusterName: args.clusterName ?? name,
      nodeType: args.nodeType ?? "dax.t3.small",
      replicationFactor: args.nodes ?? 3,
      iamRoleArn: this.role.arn,
      subnetGroupName: subnets.name,
      parameterGroupName: parameters.name,
      securityGroupIds: [this.securityGroup.id],
      maintenanceWindow: args.maintenanceWindow,
      notificationTopicArn: args.notificationTopicArn,
      tags: args.tags,
    };
    return new aws.dax.Cluster(
      `${name}-cluster`,
      withOverrides(defaults, args.overrides?.cluster, {
        // With a key of DAX's own: it takes no other. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAXEncryptionAtRest.html
        serverSideEncryption: { enabled: true },
        clusterEndpointEncryptionType: "TLS",
      }),
      // The cluster tries its role when it is created.
      this.childOptions({ dependsOn: [permission] }),
    );
  }
}

function asPolicyStatement({ sid, actions, resources, conditions }: GrantStatement) {
  return {
    Sid: sid,
    Effect: "Allow" as const,
    Action: actions,
    Resource: resources,
    ...(conditions && { Condition: conditions }),
  };
}
