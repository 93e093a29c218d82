import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../account";
import { policyDocument, serviceTrust } from "../access/policy-document";
import { roleName } from "../compute/function-role";
import type { Key } from "../encryption/key";

/** What a flow log is made for. */
export interface FlowLogSite {
  name: string;
  vpcId: pulumi.Input<string>;
  key: Key;
  retentionDays: number;
  account: Account;
  opts: pulumi.CustomResourceOptions;
}

/**
 * Records who talked to whom in a network, allowed or not, in an encrypted log group of its own.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-cwl.html
 */
export function createFlowLog({
  name,
  vpcId,
  key,
  retentionDays,
  account,
  opts,
}: FlowLogSite): aws.cloudwatch.LogGroup {
  const logGroup = new aws.cloudwatch.LogGroup(
    `${name}-flow-logs`,
    { name: `/aws/vpc/${name}`, retentionInDays: retentionDays, kmsKeyId: key.arn },
    opts,
  );
  const role = new aws.iam.Role(
    `${name}-flow-log-role`,
    {
      name: account.region.apply((region) => roleName(`${name}-flow-log`, region)),
      description: `Writes the flow log of the network ${name}.`,
      assumeRolePolicy: serviceTrust("vpc-flow-logs.amazonaws.com", account.id),
    },
    opts,
  );
  const policy = new aws.iam.RolePolicy(
    `${name}-flow-log-write`,
    {
      name: "write-flow-log",
      role: role.name,
      policy: policyDocument([
        {
          Sid: "WriteFlowLog",
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: pulumi.interpolate`${logGroup.arn}:log-stream:*`,
        },
        { Sid: "FindLogStreams", Effect: "Allow", Action: "logs:DescribeLogStreams", Resource: logGroup.arn },
        {
          Sid: "FindLogGroup",
          Effect: "Allow",
          Action: "logs:DescribeLogGroups",
          Resource: pulumi.interpolate`arn:${account.partition}:logs:${account.region}:${account.id}:log-group:*`,
        },
      ]),
    },
    opts,
  );
  new aws.ec2.FlowLog(
    `${name}-flow-log`,
    {
      vpcId,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: logGroup.arn,
      iamRoleArn: role.arn,
      maxAggregationInterval: 60,
    },
    pulumi.mergeOptions(opts, { dependsOn: [policy] }),
  );
  return logGroup;
}
