import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import type { Account } from "../account";
import type { GrantStatement } from "../access/grantee";
import { policyDocument, serviceTrust } from "../access/policy-document";
import { withOverrides } from "../overrides";
import type { FunctionArgs, FunctionNetwork } from "./function-args";

const LONGEST_ROLE_NAME = 64;

/** The role that one function assumes; only Lambda in the same account can. */
export function createRole(
  name: string,
  functionName: string,
  args: FunctionArgs,
  account: Account,
  opts: pulumi.CustomResourceOptions,
): aws.iam.Role {
  return new aws.iam.Role(
    `${name}-role`,
    withOverrides<aws.iam.RoleArgs>(
      {
        name: account.region.apply((region) => roleName(functionName, region)),
        description: `Role of the function ${functionName} alone.`,
        permissionsBoundary: args.permissionsBoundary,
      },
      args.overrides?.role,
      { assumeRolePolicy: serviceTrust("lambda.amazonaws.com", account.id) },
    ),
    opts,
  );
}

/** Roles are global, functions are not: the region in the name keeps the two of one function in two regions apart. */
export function roleName(functionName: string, region: string): string {
  const full = `${functionName}-${region}`;
  if (full.length <= LONGEST_ROLE_NAME) return full;
  const hash = createHash("sha256").update(full).digest("hex").slice(0, 8);
  return `${full.slice(0, LONGEST_ROLE_NAME - hash.length - 1)}-${hash}`;
}

/** The identity policy of a grant, as JSON. */
export function grantDocument(statements: GrantStatement[]): pulumi.Output<string> {
  return policyDocument(
    statements.map(({ sid, actions, resources, conditions }) => ({
      Sid: sid,
      Effect: "Allow" as const,
      Action: actions.length === 1 ? actions[0]! : actions,
      Resource: resources.length === 1 ? resources[0]! : resources,
      ...(conditions ? { Condition: conditions } : {}),
    })),
  );
}

/** Writing to the function's own log group. The group exists before the function, so creating one is not allowed. */
export function logStatement(logGroupArn: pulumi.Input<string>): GrantStatement {
  return {
    sid: "WriteLogs",
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    resources: [pulumi.interpolate`${logGroupArn}:log-stream:*`],
  };
}

/** Sending trace segments. https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html */
export function traceStatement(): GrantStatement {
  return {
    sid: "SendTraces",
    actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
    resources: ["*"],
    wildcardReason: "X-Ray's write actions take no resource.",
  };
}

/**
 * What Lambda needs to attach the function to a VPC, limited to its subnets and groups.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
export function networkStatements(network: FunctionNetwork, account: Account): GrantStatement[] {
  const arn = (resource: pulumi.Input<string>) =>
    pulumi.interpolate`arn:${account.partition}:ec2:${account.region}:${account.id}:${resource}`;
  const interfaces = arn("network-interface/*");
  return [
    {
      sid: "CreateNetworkInterfaces",
      actions: ["ec2:CreateNetworkInterface"],
      resources: [
        interfaces,
        ...network.subnetIds.map((id) => arn(pulumi.interpolate`subnet/${id}`)),
        ...network.securityGroupIds.map((id) => arn(pulumi.interpolate`security-group/${id}`)),
      ],
    },
    {
      sid: "ManageNetworkInterfaces",
      actions: ["ec2:DeleteNetworkInterface", "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses"],
      resources: [interfaces],
    },
    {
      sid: "FindNetworkInterfaces",
      actions: ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"],
      resources: ["*"],
      wildcardReason: "EC2's Describe actions take no resource.",
    },
  ];
}
