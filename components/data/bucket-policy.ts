import * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement } from "../access/policy-document";
import type { Account } from "../account";
import { denyInsecureTransport } from "../encryption/deny-insecure-transport";
import { encryptionOf, logSources, type BucketArgs } from "./bucket-args";

const ALGORITHM = "s3:x-amz-server-side-encryption";
const KEY_ID = "s3:x-amz-server-side-encryption-aws-kms-key-id";
const CUSTOMER_ALGORITHM = "s3:x-amz-server-side-encryption-customer-algorithm";

/**
 * A bucket's policy: TLS only, uploads encrypted with the bucket's key only, log delivery for log targets, and the
 * caller's own statements.
 */
export function bucketStatements(arn: pulumi.Output<string>, args: BucketArgs, account: Account): PolicyStatement[] {
  const objects = pulumi.interpolate`${arn}/*`;
  return [
    denyInsecureTransport("s3:*", [arn, objects]),
    ...(encryptionOf(args) === "aws:kms" && args.uploadEncryption !== "service" ? uploadStatements(objects, args) : []),
    ...logDeliveryStatements(objects, args, account),
    ...(args.policyStatements?.(arn) ?? []),
  ];
}

/**
 * Denies every way of storing an object without the bucket's key. An upload that says nothing takes the bucket's
 * default, which is that key; so with `uploadEncryption: "default"` there is nothing to deny in it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/specifying-kms-encryption.html
 */
function uploadStatements(objects: pulumi.Output<string>, args: BucketArgs): PolicyStatement[] {
  const deny = (sid: string, condition: PolicyStatement["Condition"]): PolicyStatement => ({
    Sid: sid,
    Effect: "Deny",
    Principal: "*",
    Action: "s3:PutObject",
    Resource: objects,
    Condition: condition,
  });
  const key = args.key!.arn;
  const strict = args.uploadEncryption === "header";
  // A condition of "not equal" is true of a header that is not there, with IfExists too: that it is there is said beside it.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists
  const unless = (header: string, value: pulumi.Input<string>): PolicyStatement["Condition"] => ({
    StringNotEquals: { [header]: value },
    ...(!strict && { Null: { [header]: "false" } }),
  });
  return [
    deny("DenyOtherEncryption", unless(ALGORITHM, "aws:kms")),
    deny("DenyOtherKey", unless(KEY_ID, key)),
    // Whoever asks for aws:kms without a key gets the AWS-managed one, not the bucket's.
    ...(strict
      ? []
      : [deny("DenyKeyLeftOut", { StringEquals: { [ALGORITHM]: "aws:kms" }, Null: { [KEY_ID]: "true" } })]),
    // A key that comes with the request (SSE-C) says nothing in the other headers.
    deny("DenyCustomerProvidedKey", { Null: { [CUSTOMER_ALGORITHM]: "false" } }),
  ];
}

function logDeliveryStatements(objects: pulumi.Output<string>, args: BucketArgs, account: Account): PolicyStatement[] {
  const { id, partition, region } = account;
  const allow = (sid: string, service: string, sourceArn: pulumi.Output<string>): PolicyStatement => ({
    Sid: sid,
    Effect: "Allow",
    Principal: { Service: service },
    Action: "s3:PutObject",
    Resource: objects,
    Condition: { StringEquals: { "aws:SourceAccount": id }, ArnLike: { "aws:SourceArn": sourceArn } },
  });
  const statements: PolicyStatement[] = [];
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
  if (logSources(args).includes("serverAccess"))
    statements.push(
      allow("AllowServerAccessLogs", "logging.s3.amazonaws.com", pulumi.interpolate`arn:${partition}:s3:::*`),
    );
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
  if (logSources(args).includes("loadBalancer"))
    statements.push(
      allow(
        "AllowLoadBalancerLogs",
        "logdelivery.elasticloadbalancing.amazonaws.com",
        pulumi.interpolate`arn:${partition}:elasticloadbalancing:${region}:${id}:loadbalancer/*`,
      ),
    );
  // CloudFront's standard logs come by the bucket's ACL, not by its policy.
  return statements;
}
