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
  /** Default `retain`. */
  removal?: Removal;
  tags?: Record<string, pulumi.Input<string>>;
}

const TYPE = "platform:data:RedshiftWorkgroup";
const PAGE = "https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-workgroup-namespace.html";

/**
 * A warehouse in Redshift Serverless: encrypted, without a public address, its traffic within the network, TLS required, its
 * administrator's password kept and rotated by AWS. Nobody is let in by the network; what loads and asks goes through the Data
 * API with a role of IAM. https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-serverless.html
 */
export class RedshiftWorkgroup extends PlatformComponent {
  readonly namespace: aws.redshiftserverless.Namespace;
  readonly workgroup: aws.redshiftserverless.Workgroup;
  readonly workgroupName: string;
  readonly databaseName: string;
  readonly monitoring: Monitoring;

  /** @throws InputError for a name, capacity or network that Redshift would refuse */
  constructor(name: string, args: RedshiftWorkgroupArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = inputChecks(TYPE, name);
    const { baseCapacity = 8, maximumCapacity = 32 } = args;
    check.matches("databaseName", args.databaseName, /^[a-z][a-z0-9_]{0,63}$/, "lower-case letters, digits, _", PAGE);
    check.integer("baseCapacity", baseCapacity, 8, 512, PAGE);
    if (baseCapacity % 8) check.fail("baseCapacity", baseCapacity, `use a multiple of 8 (${PAGE})`);
    check.integer("maximumCapacity", maximumCapacity, baseCapacity, 5632, PAGE);
    if (args.network.subnetIds.isolated.length < 3)
      check.fail("network", args.network.componentName, `give it three zones, which Redshift asks for (${PAGE})`);
    super("data", "RedshiftWorkgroup", name, opts);
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
        logExports: ["userlog", "connectionlog", "useractivitylog"],
        tags: args.tags,
      },
      this.childOptions(removalOptions(args.removal)),
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
    this.monitoring = { title: `Warehouse ${name}`, component: name, alarms: [], widgets: [] };
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
}
