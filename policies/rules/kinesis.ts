import { resourceRule } from "../core/rule";
import { isUnknown } from "../core/unknown";
import { isMissing } from "../core/values";
import type { Resource } from "../core/resource";

const streamType = "aws:kinesis/stream:Stream";
const deliveryType = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream";

export const encrypted = resourceRule({
  name: "kinesis-encrypted",
  title: "A stream's encryptionType is KMS",
  why: "Records wait in the stream for a day and up to a year; the default encrypts nothing.",
  severity: "medium",
  ids: ["FSBP Kinesis.1", "AwsSolutions-KDS1", "CKV_AWS_43", "AWS-0064", "guard KINESIS_STREAM_ENCRYPTION_RULE"],
  fix: "Set encryptionType to KMS and kmsKeyId to a key of yours.",
  url: "https://docs.aws.amazon.com/streams/latest/dev/server-side-encryption.html",
  types: [streamType],
  check: (stream) => stream.mustBeOneOf("encryptionType", ["KMS"]),
});

export const retention = resourceRule({
  name: "kinesis-retention",
  title: "A stream's retentionPeriod is at least 168 hours",
  why: "A consumer that fails over a weekend finds its records still there.",
  severity: "low",
  ids: ["FSBP Kinesis.3"],
  fix: "Set retentionPeriod to 168 or more.",
  url: "https://docs.aws.amazon.com/streams/latest/dev/kinesis-extended-retention.html",
  settings: {
    minimumHours: { type: "integer", minimum: 24, maximum: 8760, default: 168, description: "Least retention." },
  },
  types: [streamType],
  check: (stream, { minimumHours }) => stream.mustBeAtLeast("retentionPeriod", minimumHours),
});

/** A stream that reads another one is encrypted by its source: AWS takes no encryption of its own there. */
function readsAnotherStream(delivery: Resource): boolean {
  return ["kinesisSourceConfiguration", "mskSourceConfiguration"].some((path) => !isMissing(delivery.read(path)));
}

export const deliveryEncrypted = resourceRule({
  name: "firehose-encrypted",
  title: "A direct-put Firehose stream has serverSideEncryption enabled",
  why: "Records are buffered until they are delivered, and retried for up to a day.",
  severity: "medium",
  ids: [
    "FSBP DataFirehose.1",
    "AwsSolutions-KDF1",
    "CKV_AWS_240",
    "guard KINESIS_FIREHOSE_DELIVERY_STREAM_ENCRYPTION_RULE",
  ],
  fix: "Set serverSideEncryption.enabled to true.",
  url: "https://docs.aws.amazon.com/firehose/latest/dev/encryption.html",
  types: [deliveryType],
  check: (delivery) => !readsAnotherStream(delivery) && delivery.mustBeTrue("serverSideEncryption.enabled"),
});

export const deliveryCustomerKey = resourceRule({
  name: "firehose-cmk",
  title: "Firehose encryption uses CUSTOMER_MANAGED_CMK",
  why: "Who may use a key of your own is in its policy, its use is logged, and it can be withdrawn.",
  severity: "low",
  ids: ["CKV_AWS_241"],
  fix: "Set serverSideEncryption.keyType to CUSTOMER_MANAGED_CMK, with keyArn.",
  url: "https://docs.aws.amazon.com/firehose/latest/dev/encryption.html",
  types: [deliveryType],
  check: (delivery) => {
    if (readsAnotherStream(delivery) || isUnknown(delivery.read("serverSideEncryption"))) return undefined;
    return [
      delivery.mustBeOneOf("serverSideEncryption.keyType", ["CUSTOMER_MANAGED_CMK"]) ??
        delivery.mustNotBeFalse("serverSideEncryption.enabled"),
    ];
  },
});
