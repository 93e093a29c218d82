import { withTrue } from "../core/requirements";
import { publicStatements } from "../core/resource-policy";
import { resourceRule } from "../core/rule";
import { isUnknown } from "../core/unknown";
import { isMissing, lower } from "../core/values";

const keyTypes = [
  "aws:kms/key:Key",
  "aws:kms/externalKey:ExternalKey",
  "aws:kms/replicaKey:ReplicaKey",
  "aws:kms/replicaExternalKey:ReplicaExternalKey",
  "aws:kms/keyPolicy:KeyPolicy",
];

export const rotation = resourceRule({
  name: "kms-rotation",
  title: "Symmetric encryption keys set enableKeyRotation",
  why: "Rotation limits what one key has encrypted, costs nothing to the user, and old data stays readable.",
  severity: "medium",
  ids: [
    "AwsSolutions-KMS5",
    "CKV_AWS_7",
    "Security Hub KMS.4",
    "CIS 3.6",
    "AWS-0065",
    "awsguard cmkBackingKeyRotationEnabled",
    "compliance-policies aws-kms-key-enable-key-rotation",
    "guard CMK_BACKING_KEY_ROTATION_ENABLED",
  ],
  fix: "Set enableKeyRotation to true.",
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
  types: ["aws:kms/key:Key"],
  check: (key) => {
    // AWS rotates neither asymmetric and HMAC keys nor those of a custom key store.
    const spec = key.read("customerMasterKeySpec") ?? key.read("keySpec");
    const usage = key.read("keyUsage");
    if (isUnknown(spec) || isUnknown(usage)) return undefined;
    if (!isMissing(spec) && lower(spec) !== "symmetric_default") return undefined;
    if (!isMissing(usage) && lower(usage) !== "encrypt_decrypt") return undefined;
    if (key.isSet("customKeyStoreId") || key.isSet("xksKeyId")) return undefined;
    return key.mustBeTrue("enableKeyRotation");
  },
  remediate: (key) =>
    isMissing(key["customerMasterKeySpec"]) && isMissing(key["keyUsage"]) && isMissing(key["customKeyStoreId"])
      ? withTrue(key, "enableKeyRotation")
      : undefined,
});

export const policyPublic = resourceRule({
  name: "kms-policy-public",
  title:
    "No key policy statement allows a wildcard principal unless a condition binds it to fixed accounts, organisations or callers",
  why: "Anybody could decrypt with the key, or schedule its deletion.",
  severity: "critical",
  ids: ["CKV_AWS_33", "FSBP KMS.5", "guard KMS_NO_WILDCARD_PRINCIPAL"],
  fix: "Name the principals, or bind the statement with kms:CallerAccount or aws:PrincipalOrgID.",
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html",
  types: keyTypes,
  check: (key) =>
    publicStatements(key.read("policy"), { networks: false }).map(
      ({ position }) => `statement ${position} of policy lets anybody use the key`,
    ),
});

export const lockoutCheck = resourceRule({
  name: "kms-lockout-check",
  title: "bypassPolicyLockoutSafetyCheck is not true",
  why: "Without the check a policy can make the key, and all that it has encrypted, unmanageable for everyone.",
  severity: "high",
  ids: ["compliance-policies aws-kms-key-disallow-bypass-policy-lockout-safety-check"],
  fix: "Leave bypassPolicyLockoutSafetyCheck out.",
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
  types: keyTypes,
  check: (key) => key.mustNotBeTrue("bypassPolicyLockoutSafetyCheck"),
});
