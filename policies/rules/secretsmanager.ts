import { link } from "../core/links";
import { longestGapDays } from "../core/schedule";
import { resourceRule, stackRule } from "../core/rule";
import { isUnknown } from "../core/unknown";
import { isFalse, isMissing, numeric, text } from "../core/values";

const secretType = "aws:secretsmanager/secret:Secret";
const rotationType = "aws:secretsmanager/secretRotation:SecretRotation";

export const customerKey = resourceRule({
  name: "secret-cmk",
  title: "A secret names a customer KMS key",
  why: "A secret under the AWS-managed key cannot be shared with another account, nor its key be withdrawn.",
  severity: "low",
  ids: [
    "CKV_AWS_149",
    "AWS-0098",
    "guard SECRETSMANAGER_USING_CMK",
    "cdk-nag SecretsManagerUsingKMSKey",
    "compliance-policies aws-secretsmanager-secret-configure-customer-managed-key",
  ],
  fix: "Set kmsKeyId to a key of yours.",
  url: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html",
  types: [secretType],
  check: (secret) => secret.mustNameCustomerKey("kmsKeyId"),
});

export const rotationPeriod = resourceRule({
  name: "secret-rotation-period",
  title: "Rotation happens at least every 90 days",
  why: "A secret that has leaked unnoticed is worth something until it changes.",
  severity: "low",
  ids: ["CKV_AWS_304", "FSBP SecretsManager.4"],
  fix: "Set rotationRules.automaticallyAfterDays, or a scheduleExpression that comes often enough.",
  url: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html",
  settings: {
    maximumDays: { type: "integer", minimum: 1, maximum: 1000, default: 90, description: "Longest time between two." },
  },
  types: [rotationType],
  check: (rotation, { maximumDays }) => {
    const days = rotation.read("rotationRules.automaticallyAfterDays");
    const schedule = rotation.read("rotationRules.scheduleExpression");
    if (isUnknown(days) || isUnknown(schedule)) return undefined;
    if (!isMissing(schedule)) {
      const expression = text(schedule) ?? "";
      if (!/^(rate|cron)\(.+\)$/i.test(expression.trim())) return "rotationRules.scheduleExpression is no schedule";
      const gap = longestGapDays(expression);
      return (
        gap !== undefined &&
        gap > maximumDays &&
        `rotationRules.scheduleExpression leaves more than ${maximumDays} days`
      );
    }
    const given = numeric(days);
    const often = given !== undefined && given > 0 && given <= maximumDays;
    return !often && `rotationRules.automaticallyAfterDays is not ${maximumDays} or less`;
  },
});

export const rotation = stackRule({
  name: "secret-rotation",
  title: "Each secret has a rotation schedule",
  why: "A secret that nobody changes is known to everyone who ever needed it.",
  severity: "medium",
  ids: ["AwsSolutions-SMG4", "FSBP SecretsManager.1", "CKV2_AWS_57", "guard SECRETSMANAGER_ROTATION_ENABLED_CHECK"],
  fix: "Add a SecretRotation for the secret.",
  url: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html",
  types: [secretType],
  check: (stack) => {
    const secrets = stack.ofType(secretType);
    const rotationsOf = link(stack, {
      targets: secrets,
      companions: stack.ofType(rotationType).filter((each) => !isFalse(each.read("rotationEnabled"))),
      property: "secretId",
      // Secrets Manager adds a hyphen and six characters to the name in an ARN.
      parts: (reference) => {
        const name = /^arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:(.+)$/.exec(reference)?.[1];
        return name === undefined ? [reference] : [reference, name, name.replace(/-[A-Za-z0-9]{6}$/, "")];
      },
    });
    return secrets.map((secret) => {
      const { certain, possible } = rotationsOf(secret);
      return !certain.length && !possible.length && { resource: secret, message: "it has no SecretRotation" };
    });
  },
});
