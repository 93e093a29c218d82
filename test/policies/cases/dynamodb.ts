import { res, U, type Cases } from "../support/cases";

const type = "aws:dynamodb/table:Table";
const key = "arn:aws:kms:eu-west-1:111122223333:key/1";
const table = (name: string, inputs: Record<string, unknown> = {}, from?: Record<string, string[]>) =>
  res(type, name, inputs, from);
const target = (dimension: unknown, resourceId: unknown, from?: Record<string, string[]>) =>
  res(
    "aws:appautoscaling/target:Target",
    `target-${String(dimension)}`,
    { resourceId, scalableDimension: dimension },
    from,
  );
const reading = "dynamodb:table:ReadCapacityUnits";
const writing = "dynamodb:table:WriteCapacityUnits";

export const dynamodb: Cases = {
  "dynamodb-pitr": {
    type,
    bad: {
      "left out": {},
      disabled: { pointInTimeRecovery: { enabled: false } },
      "disabled as text": { pointInTimeRecovery: { enabled: "false" } },
      "disabled while the name is unknown": { name: U, pointInTimeRecovery: { enabled: false } },
    },
    good: {
      enabled: { pointInTimeRecovery: { enabled: true } },
      "enabled as text": { pointInTimeRecovery: { enabled: "true" } },
      unknown: { pointInTimeRecovery: U },
      "unknown inside": { pointInTimeRecovery: { enabled: U } },
    },
  },
  "dynamodb-cmk": {
    type,
    bad: {
      "left out": {},
      "without a key": { serverSideEncryption: { enabled: true } },
      disabled: { serverSideEncryption: { enabled: false, kmsKeyArn: key } },
      "disabled with an unknown key": { serverSideEncryption: { enabled: false, kmsKeyArn: U } },
      "the AWS-managed key": {
        serverSideEncryption: { enabled: true, kmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:alias/aws/dynamodb" },
      },
    },
    good: {
      "a key": { serverSideEncryption: { enabled: true, kmsKeyArn: key } },
      "an unknown key": { serverSideEncryption: { enabled: true, kmsKeyArn: U } },
      unknown: { serverSideEncryption: U },
    },
  },
  "dynamodb-deletion-protection": {
    type,
    bad: {
      "left out": {},
      off: { deletionProtectionEnabled: false },
      "off as text": { deletionProtectionEnabled: "false" },
    },
    good: { on: { deletionProtectionEnabled: true }, unknown: { deletionProtectionEnabled: U } },
  },
  "dynamodb-scaling": {
    bad: {
      "provisioned by default": [table("bad")],
      provisioned: [table("bad", { billingMode: "PROVISIONED", name: "t" })],
      "only reading scales": [table("bad", { billingMode: "PROVISIONED", name: "t" }), target(reading, "table/t")],
      "the targets are of another table": [
        table("bad", { billingMode: "PROVISIONED", name: "t" }),
        target(reading, "table/u"),
        target(writing, "table/u"),
      ],
      "the targets are of an index": [
        table("bad", { name: "t" }),
        target("dynamodb:index:ReadCapacityUnits", "table/t/index/i"),
        target("dynamodb:index:WriteCapacityUnits", "table/t/index/i"),
      ],
      "the other table scales, by reference": [
        table("bad"),
        table("other"),
        target(reading, U, { resourceId: ["other"] }),
        target(writing, U, { resourceId: ["other"] }),
      ],
    },
    good: {
      "on demand": [table("t", { billingMode: "PAY_PER_REQUEST" })],
      unknown: [table("t", { billingMode: U })],
      "targets by name": [
        table("t", { billingMode: "PROVISIONED", name: "t" }),
        target(reading, "table/t"),
        target(writing, "table/t"),
      ],
      "targets by reference": [
        table("t", { billingMode: "PROVISIONED" }),
        target(reading, U, { resourceId: ["t"] }),
        target(writing, U, { resourceId: ["t"] }),
      ],
      "targets of what is not known": [table("t", { name: "t" }), target(reading, U), target(writing, U)],
    },
  },
};
