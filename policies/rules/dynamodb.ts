import { link } from "../core/links";
import { resourceRule, stackRule } from "../core/rule";
import { isUnknown } from "../core/unknown";
import { lower, text } from "../core/values";

const types = ["aws:dynamodb/table:Table"];

export const pointInTimeRecovery = resourceRule({
  name: "dynamodb-pitr",
  title: "A table has pointInTimeRecovery enabled",
  why: "It brings a table back to any second of the last weeks; without it a faulty deployment's deletions are final.",
  severity: "medium",
  ids: ["AwsSolutions-DDB3", "FSBP DynamoDB.2", "CKV_AWS_28", "AWS-0024", "guard DYNAMODB_PITR_ENABLED"],
  fix: "Set pointInTimeRecovery.enabled to true.",
  url: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html",
  types,
  check: (table) => table.mustBeTrue("pointInTimeRecovery.enabled"),
});

export const customerKey = resourceRule({
  name: "dynamodb-cmk",
  title: "A table is encrypted with a customer key",
  why: "Who may use a key of your own is in its policy, its use is logged, and it can be withdrawn.",
  severity: "low",
  ids: ["CKV_AWS_119", "AWS-0025", "guard DYNAMODB_TABLE_ENCRYPTED_KMS"],
  fix: "Set serverSideEncryption.enabled to true and kmsKeyArn to a key of yours.",
  url: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/EncryptionAtRest.html",
  types,
  check: (table) => [
    table.mustBeTrue("serverSideEncryption.enabled"),
    table.mustNameCustomerKey("serverSideEncryption.kmsKeyArn"),
  ],
});

export const deletionProtection = resourceRule({
  name: "dynamodb-deletion-protection",
  title: "A table has deletionProtectionEnabled",
  why: "One refactoring that replaces the table would otherwise delete it with its data.",
  severity: "medium",
  ids: ["FSBP DynamoDB.6"],
  fix: "Set deletionProtectionEnabled to true.",
  url: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html",
  types,
  check: (table) => table.mustBeTrue("deletionProtectionEnabled"),
});

const dimensions = ["dynamodb:table:ReadCapacityUnits", "dynamodb:table:WriteCapacityUnits"];

export const scaling = stackRule({
  name: "dynamodb-scaling",
  title: "A table is on demand, or has Application Auto Scaling targets for reading and writing",
  why: "A fixed capacity either costs for nothing or throttles when it is needed.",
  severity: "low",
  ids: ["FSBP DynamoDB.1", "CKV2_AWS_16", "cdk-nag DynamoDBAutoScalingEnabled", "guard DYNAMODB_AUTOSCALING_ENABLED"],
  fix: "Set billingMode to PAY_PER_REQUEST, or add appautoscaling Targets for both capacities.",
  url: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html",
  types,
  check: (stack) => {
    const tables = stack.ofType(...types);
    const targets = link(stack, {
      targets: tables,
      companions: stack.ofType("aws:appautoscaling/target:Target"),
      property: "resourceId",
      identifiers: ["name", "id", "arn"],
      // An index has targets of its own: table/NAME/index/INDEX.
      parts: (reference) => [reference.replace(/^table\/([^/]+)$/, "$1")],
    });
    return tables.map((table) => {
      const mode = table.read("billingMode");
      if (isUnknown(mode) || lower(mode) === "pay_per_request") return undefined;
      const { certain, possible } = targets(table);
      const scaled = [...certain, ...possible].map((target) => target.read("scalableDimension"));
      const missing = dimensions.filter((each) => !scaled.some((given) => isUnknown(given) || text(given) === each));
      return missing.length > 0 && { resource: table, message: "its provisioned capacity does not scale" };
    });
  },
});
