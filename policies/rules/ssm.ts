import { resourceRule } from "../core/rule";
import { isUnknown } from "../core/unknown";
import { list, lower, readAnyCase, text } from "../core/values";

const parameter = "aws:ssm/parameter:Parameter";

export const secureString = resourceRule({
  name: "ssm-secure-string",
  title: "SSM parameters are SecureString",
  why: "What is a setting today holds a password tomorrow, and a String shows it to everyone who may list parameters.",
  severity: "medium",
  ids: ["CKV2_AWS_34"],
  fix: "Set type to SecureString, with keyId.",
  url: "https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-securestring.html",
  types: [parameter],
  check: (each) => each.mustBeOneOf("type", ["SecureString"]),
});

export const customerKey = resourceRule({
  name: "ssm-parameter-cmk",
  title: "SecureString parameters name a customer KMS key",
  why: "Everyone in the account who may read parameters may use the AWS-managed key; a key of your own asks again.",
  severity: "low",
  ids: ["CKV_AWS_337"],
  fix: "Set keyId to a key of yours.",
  url: "https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-securestring.html",
  types: [parameter],
  check: (each) => lower(each.read("type")) === "securestring" && each.mustNameCustomerKey("keyId"),
});

export const documentPublic = resourceRule({
  name: "ssm-document-public",
  title: "An SSM document is not shared with All",
  why: "Public documents show how your machines are run, and are read by everybody.",
  severity: "critical",
  ids: ["FSBP SSM.4", "CKV_AWS_303"],
  fix: "List the account ids in permissions.account_ids.",
  url: "https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-ssm-sharing.html",
  types: ["aws:ssm/document:Document"],
  check: (document) => {
    const permissions = document.read("permissions");
    if (isUnknown(permissions)) return undefined;
    // A map without a type of its own: its keys stay in snake case.
    const ids = ["account_ids", "accountIds"].map((key) => readAnyCase(single(permissions), key));
    const shared = ids.flatMap(list).flatMap((each) => (text(each) ?? "").split(","));
    return shared.some((id) => id.trim().toLowerCase() === "all") && "permissions.account_ids is All";
  },
});

function single(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}
