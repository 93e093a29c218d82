import * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement } from "../access/policy-document";
import type { Account } from "../account";

/** An AWS service that a key's policy can admit. The name is the service principal without `.amazonaws.com`. */
export type KeyService =
  | "logs"
  | "cloudwatch"
  | "sns"
  | "sqs"
  | "s3"
  | "events"
  | "cloudfront"
  | "cloudtrail"
  | "config"
  | "delivery.logs"
  | "states"
  | "budgets"
  | "costalerts";

/** Every {@link KeyService}. */
export const keyServices: readonly KeyService[] = [
  "logs",
  "cloudwatch",
  "sns",
  "sqs",
  "s3",
  "events",
  "cloudfront",
  "cloudtrail",
  "config",
  "delivery.logs",
  "states",
  "budgets",
  "costalerts",
];

/** What a system's log groups, alarm topics, queues behind topics, buckets and pages need. */
export const defaultKeyServices: readonly KeyService[] = ["logs", "cloudwatch", "sns", "events", "s3", "cloudfront"];

/** What a service needs to write to an encrypted topic, queue or bucket. */
const ENCRYPT = ["kms:GenerateDataKey", "kms:Decrypt"];

/** What services need that keep data themselves: the exact actions behind the wildcards of AWS's own examples. */
const STORE = [
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:DescribeKey",
];

/**
 * The statements of a key policy that let one service use the key, each bound to the accounts it may act for.
 *
 * @param service who
 * @param account the key's account and region
 * @param sourceAccounts the accounts on whose behalf the service may come
 */
export function keyServiceStatements(
  service: KeyService,
  account: Account,
  sourceAccounts: pulumi.Input<string>[],
): PolicyStatement[] {
  const allow = (sid: string, actions: string[], condition: PolicyStatement["Condition"]): PolicyStatement => ({
    Sid: sid,
    Effect: "Allow",
    Principal: { Service: principalOf(service, account) },
    Action: actions,
    Resource: "*",
    Condition: condition,
  });
  const arns = (pattern: (id: pulumi.Input<string>) => pulumi.Output<string>) => sourceAccounts.map(pattern);
  const fromAccounts = { StringEquals: { "aws:SourceAccount": sourceAccounts } };
  const { partition, region } = account;

  switch (service) {
    case "logs":
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
      return [
        allow("UseByLogs", STORE, {
          ArnLike: {
            "kms:EncryptionContext:aws:logs:arn": arns(
              (id) => pulumi.interpolate`arn:${partition}:logs:${region}:${id}:log-group:*`,
            ),
          },
        }),
      ];
    case "events":
      return [
        // Source conditions do not work here: EventBridge reaches an encrypted topic without them, so the topic's own
        // ARN, which SNS always puts into the encryption context, is what binds the statement to the account.
        // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
        allow("UseByEventsForTopics", ENCRYPT, {
          ArnLike: {
            "kms:EncryptionContext:aws:sns:topicArn": arns(
              (id) => pulumi.interpolate`arn:${partition}:sns:${region}:${id}:*`,
            ),
          },
        }),
        // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
        allow("UseByEventsForQueues", ENCRYPT, fromAccounts),
      ];
    case "cloudfront":
      // Origin access control reads only. The distribution comes after the key, so the statement names the account's.
      // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
      return [
        allow("UseByCloudfront", ["kms:Decrypt"], {
          ArnLike: {
            "aws:SourceArn": arns((id) => pulumi.interpolate`arn:${partition}:cloudfront::${id}:distribution/*`),
          },
        }),
      ];
    case "cloudtrail": {
      // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
      const trails = arns((id) => pulumi.interpolate`arn:${partition}:cloudtrail:*:${id}:trail/*`);
      return [
        allow("UseByCloudtrail", ["kms:GenerateDataKey"], {
          ArnLike: { "aws:SourceArn": trails, "kms:EncryptionContext:aws:cloudtrail:arn": trails },
        }),
        allow("DescribeByCloudtrail", ["kms:DescribeKey"], { ArnLike: { "aws:SourceArn": trails } }),
      ];
    }
    case "delivery.logs":
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-S3.html
      return [
        allow("UseByDeliveryLogs", STORE, {
          ...fromAccounts,
          ArnLike: { "aws:SourceArn": arns((id) => pulumi.interpolate`arn:${partition}:logs:*:${id}:*`) },
        }),
      ];
    case "states":
      // State machines use the key in the name of their roles. What they log arrives encrypted, and the service that
      // delivers it has to read it. https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
      return [
        {
          ...allow("ReadLogsOfStates", ["kms:Decrypt"], {
            StringEquals: {
              "kms:EncryptionContext:SourceArn": arns(
                (id) => pulumi.interpolate`arn:${partition}:logs:${region}:${id}:*`,
              ),
            },
          }),
          Principal: { Service: "delivery.logs.amazonaws.com" },
        },
      ];
    default:
      // cloudwatch, sns, sqs, s3, config, budgets, costalerts:
      // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
      // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
      return [allow(`UseBy${service[0]!.toUpperCase()}${service.slice(1)}`, ENCRYPT, fromAccounts)];
  }
}

/** Logs is the one service here whose principal is regional. */
function principalOf(service: KeyService, account: Account): pulumi.Input<string> {
  return service === "logs"
    ? pulumi.interpolate`logs.${account.region}.${account.dnsSuffix}`
    : `${service}.amazonaws.com`;
}
