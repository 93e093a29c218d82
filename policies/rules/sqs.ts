import { coversArnOf } from "../core/arns";
import { deadLetterReferences } from "../core/dead-letters";
import { parseJson } from "../core/json";
import { link } from "../core/links";
import { parsePolicy } from "../core/policy-document";
import type { Resource } from "../core/resource";
import { deniesWithoutTls, publicStatements } from "../core/resource-policy";
import { resourceRule, stackRule } from "../core/rule";
import { isUnknown } from "../core/unknown";
import { isFalse, isMissing, lower, read } from "../core/values";

const queueType = "aws:sqs/queue:Queue";
const policyType = "aws:sqs/queuePolicy:QueuePolicy";

export const encrypted = resourceRule({
  name: "sqs-encrypted",
  title: "A queue is encrypted: kmsMasterKeyId is set, or sqsManagedSseEnabled is not false",
  why: "Messages wait in the queue for up to two weeks.",
  severity: "medium",
  ids: ["AwsSolutions-SQS2", "FSBP SQS.1", "CKV_AWS_27", "AWS-0096"],
  fix: "Set kmsMasterKeyId to a key of yours.",
  url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html",
  types: [queueType],
  check: (queue) =>
    !queue.isSet("kmsMasterKeyId") &&
    isFalse(queue.read("sqsManagedSseEnabled")) &&
    "kmsMasterKeyId is not set and sqsManagedSseEnabled is false",
});

export const customerKey = resourceRule({
  name: "sqs-cmk",
  title: "A queue's key is not the AWS-managed alias/aws/sqs",
  why: "No service can be let use that key: S3, SNS and EventBridge then fail to send, without an error anywhere.",
  severity: "low",
  ids: ["CKV2_AWS_73", "AWS-0135"],
  fix: "Set kmsMasterKeyId to a key of yours.",
  url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html",
  types: [queueType],
  check: (queue) => queue.mustNotBeManagedKey("kmsMasterKeyId"),
});

export const policyPublic = resourceRule({
  name: "sqs-policy-public",
  title: "No queue policy allows a wildcard principal unless a condition binds the caller to fixed values",
  why: "Anybody could send work to the consumers, or take messages away.",
  severity: "high",
  ids: ["CKV_AWS_168", "CKV_AWS_387", "FSBP SQS.3", "guard SQS_QUEUEPOLICY_NO_WILDCARD_PRINCIPAL"],
  fix: "Name the principals, or bind the statement with aws:SourceAccount, aws:SourceArn or aws:PrincipalOrgID.",
  url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-basic-examples-of-sqs-policies.html",
  types: [policyType, queueType],
  check: (policy) =>
    publicStatements(policy.read("policy"), { addresses: true }).map(
      ({ position }) => `statement ${position} of policy lets anybody in`,
    ),
});

export const wildcardAction = resourceRule({
  name: "sqs-wildcard-action",
  title: "No queue policy Allow uses Action * or sqs:*",
  why: "A sender needs to send; with every action it may also purge and delete the queue.",
  severity: "medium",
  ids: ["CKV_AWS_72", "AWS-0097", "guard SQS_QUEUEPOLICY_NO_WILDCARD_ACTION"],
  fix: "Name the actions, for example sqs:SendMessage.",
  url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html",
  types: [policyType, queueType],
  check: (policy) =>
    parsePolicy(policy.read("policy")).statements.map(
      ({ effect, actions, position }) =>
        effect === "allow" &&
        actions.some((action) => typeof action === "string" && /^(\*+|(sqs|\*+):\*+)$/i.test(action)) &&
        `statement ${position} of policy allows every action`,
    ),
});

export const tlsOnly = stackRule({
  name: "sqs-tls-only",
  title: "Each queue has a policy that denies sqs:* for all principals when aws:SecureTransport is false",
  why: "Without it a sender or consumer may exchange messages in the clear.",
  severity: "medium",
  ids: ["AwsSolutions-SQS4"],
  fix: 'Deny "*" the action sqs:* on the queue with Bool aws:SecureTransport false.',
  url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html",
  types: [queueType],
  check: (stack) => {
    const queues = stack.ofType(queueType);
    const policiesOf = link(stack, {
      targets: queues,
      companions: stack.ofType(policyType),
      property: "queueUrl",
      identifiers: ["id", "url", "arn", "name"],
    });
    return queues.map((queue) => {
      const { certain, possible } = policiesOf(queue);
      const policies = [...certain.map((each) => each.read("policy")), queue.read("policy")];
      const denial = { actions: ["sqs:*"], covers: [coversArnOf(queue, "sqs")] };
      const denied = policies.some(
        (policy) => (isUnknown(policy) && parsePolicy(policy).unknown) || deniesWithoutTls(policy, denial) !== "no",
      );
      return !denied && !possible.length && { resource: queue, message: "no policy denies access without TLS" };
    });
  },
});

export const deadLetter = stackRule({
  name: "sqs-dlq",
  title: "A queue has a redrive policy, or is itself a dead-letter target",
  why: "A message that always fails is otherwise tried until it expires, and then is gone.",
  severity: "low",
  ids: ["AwsSolutions-SQS3", "cdk-nag Serverless SQSRedrivePolicy", "cfn-lint-serverless ES6000"],
  fix: "Set redrivePolicy with deadLetterTargetArn and maxReceiveCount.",
  url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
  types: [queueType],
  check: (stack) => {
    const queues = stack.ofType(queueType);
    const identifiers = ["id", "url", "arn", "name"];
    const companionsOf = (type: string) =>
      link(stack, { targets: queues, companions: stack.ofType(type), property: "queueUrl", identifiers });
    const redriven = companionsOf("aws:sqs/redrivePolicy:RedrivePolicy");
    const allowing = companionsOf("aws:sqs/redriveAllowPolicy:RedriveAllowPolicy");
    const targeted = deadLetterReferences(stack, queues);
    return queues.map((queue) => {
      if (redrives(queue) || takesDeadLetters(queue)) return undefined;
      const { certain, possible } = redriven(queue);
      if ([...certain, ...possible].some(redrives) || allowing(queue).certain.some(takesDeadLetters) || targeted(queue))
        return undefined;
      return { resource: queue, message: "it has no redrive policy and is no dead-letter queue" };
    });
  },
});

function redrives(resource: Resource): boolean {
  const given = resource.read("redrivePolicy");
  const policy = parseJson(given);
  return isUnknown(given) && isUnknown(policy) ? true : !isMissing(read(policy, "deadLetterTargetArn"));
}

/** A queue that says whose dead letters it takes is a dead-letter queue, of another stack perhaps. */
function takesDeadLetters(resource: Resource): boolean {
  const given = resource.read("redriveAllowPolicy");
  if (isMissing(given)) return false;
  return lower(read(parseJson(given), "redrivePermission")) !== "denyall";
}
