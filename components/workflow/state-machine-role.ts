import * as pulumi from "@pulumi/pulumi";
import type { GrantStatement } from "../access/grantee";
import type { Account } from "../account";
import type { Key } from "../encryption/key";

/**
 * What Step Functions needs to use the key for definition, history and log of one machine.
 * https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
 */
export function keyStatements(key: Key, machineArn: pulumi.Input<string>, account: Account): GrantStatement[] {
  const { partition, region, id } = account;
  return [
    {
      sid: "UseKeyForExecutions",
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: [key.arn],
      conditions: { StringEquals: { "kms:EncryptionContext:aws:states:stateMachineArn": machineArn } },
    },
    {
      sid: "UseKeyForLogs",
      actions: ["kms:GenerateDataKey"],
      resources: [key.arn],
      conditions: {
        StringEquals: {
          "kms:EncryptionContext:SourceArn": pulumi.interpolate`arn:${partition}:logs:${region}:${id}:*`,
        },
      },
    },
  ];
}

/** Having the log delivered. https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html#cloudwatch-iam-policy */
export function logDeliveryStatement(): GrantStatement {
  return {
    sid: "DeliverLogs",
    actions: [
      "logs:CreateLogDelivery",
      "logs:GetLogDelivery",
      "logs:UpdateLogDelivery",
      "logs:DeleteLogDelivery",
      "logs:ListLogDeliveries",
      "logs:PutResourcePolicy",
      "logs:DescribeResourcePolicies",
      "logs:DescribeLogGroups",
    ],
    resources: ["*"],
    wildcardReason: "The actions of log delivery take no resource.",
  };
}

/** Sending traces. https://docs.aws.amazon.com/step-functions/latest/dg/xray-iam.html */
export function traceStatement(): GrantStatement {
  return {
    sid: "SendTraces",
    actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets"],
    resources: ["*"],
    wildcardReason: "X-Ray's actions take no resource.",
  };
}

/** What distributed maps need: they run their items as executions of the same machine. https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html */
export function distributedMapStatements(machineArn: pulumi.Output<string>): GrantStatement[] {
  const executions = machineArn.apply((arn) => `${arn.replace(":stateMachine:", ":execution:")}:*`);
  return [
    { sid: "StartItems", actions: ["states:StartExecution"], resources: [machineArn] },
    { sid: "FollowItems", actions: ["states:DescribeExecution", "states:StopExecution"], resources: [executions] },
  ];
}
