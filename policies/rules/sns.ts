import { parseJson } from "../core/json";
import { link } from "../core/links";
import { parsePolicy } from "../core/policy-document";
import { deniesWithoutTls, publicStatements } from "../core/resource-policy";
import { resourceRule, stackRule } from "../core/rule";
import { isUnknown } from "../core/unknown";
import { isMissing, read } from "../core/values";
import { coversArnOf } from "../core/arns";

const topicType = "aws:sns/topic:Topic";
const policyType = "aws:sns/topicPolicy:TopicPolicy";

export const encrypted = resourceRule({
  name: "sns-encrypted",
  title: "A topic sets kmsMasterKeyId",
  why: "Messages wait in the topic's storage until every subscriber has them.",
  severity: "medium",
  ids: ["CKV_AWS_26", "FSBP SNS.1", "AWS-0095", "cdk-nag SNSEncryptedKMS", "guard SNS_ENCRYPTED_KMS"],
  fix: "Set kmsMasterKeyId to a key of yours whose policy lets the publishing services use it.",
  url: "https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html",
  types: [topicType],
  check: (topic) => topic.mustBeSet("kmsMasterKeyId"),
});

export const customerKey = resourceRule({
  name: "sns-cmk",
  title: "A topic's key is not the AWS-managed alias/aws/sns",
  why: "No service can be let use that key: CloudWatch, EventBridge and S3 then fail to publish, without an error anywhere.",
  severity: "low",
  ids: ["AWS-0136"],
  fix: "Set kmsMasterKeyId to a key of yours.",
  url: "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
  types: [topicType],
  check: (topic) => topic.mustNotBeManagedKey("kmsMasterKeyId"),
});

export const policyPublic = resourceRule({
  name: "sns-policy-public",
  title: "No topic policy allows a wildcard principal unless a condition binds the caller to fixed values",
  why: "Anybody could publish to the topic's subscribers, or subscribe to its messages.",
  severity: "high",
  ids: [
    "CKV_AWS_169",
    "FSBP SNS.4",
    "guard SNS_TOPICPOLICY_NO_WILDCARD_PRINCIPAL",
    "guard SNS_TOPICPOLICY_NO_ALLOW_PLUS_NOTPRINCIPAL",
  ],
  fix: "Name the principals, or bind the statement with aws:SourceAccount, aws:SourceArn or aws:PrincipalOrgID.",
  url: "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html",
  types: [policyType, topicType],
  check: (policy) =>
    publicStatements(policy.read("policy"), { addresses: true }).map(
      ({ position }) => `statement ${position} of policy lets anybody in`,
    ),
});

export const tlsOnly = stackRule({
  name: "sns-tls-only",
  title:
    "An unencrypted topic has a policy that denies sns:Publish for all principals when aws:SecureTransport is false",
  why: "Without it a publisher may send its messages in the clear.",
  severity: "medium",
  ids: ["AwsSolutions-SNS3"],
  fix: 'Deny "*" the action sns:Publish on the topic with Bool aws:SecureTransport false, or encrypt the topic.',
  url: "https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html",
  types: [topicType],
  check: (stack) => {
    const topics = stack.ofType(topicType);
    const policiesOf = link(stack, { targets: topics, companions: stack.ofType(policyType), property: "arn" });
    return topics.map((topic) => {
      if (topic.isSet("kmsMasterKeyId")) return undefined;
      const { certain, possible } = policiesOf(topic);
      const policies = [...certain.map((each) => each.read("policy")), topic.read("policy")];
      const denial = { actions: ["sns:Publish"], covers: [coversArnOf(topic, "sns")] };
      const denied = policies.some(
        (policy) => (isUnknown(policy) && parsePolicy(policy).unknown) || deniesWithoutTls(policy, denial) !== "no",
      );
      return !denied && !possible.length && { resource: topic, message: "no policy denies publishing without TLS" };
    });
  },
});

export const subscriptionDeadLetter = resourceRule({
  name: "sns-subscription-dlq",
  title: "A topic subscription has a redrivePolicy",
  why: "A message that a subscriber does not take is otherwise dropped after the retries.",
  severity: "low",
  ids: ["cdk-nag Serverless SNSRedrivePolicy", "cfn-lint-serverless ES7000"],
  fix: 'Set redrivePolicy to {"deadLetterTargetArn": …} with a queue that lets SNS send.',
  url: "https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html",
  types: ["aws:sns/topicSubscription:TopicSubscription"],
  check: (subscription) => {
    const given = subscription.read("redrivePolicy");
    const policy = parseJson(given);
    if (isUnknown(given) && isUnknown(policy)) return undefined;
    return isMissing(read(policy, "deadLetterTargetArn")) && "redrivePolicy names no dead-letter queue";
  },
});
