import { forms, res, statement, U, type CaseResource, type Cases } from "../support/cases";

const topicType = "aws:sns/topic:Topic";
const queueType = "aws:sqs/queue:Queue";
const topic = (name: string, inputs: Record<string, unknown> = {}) => res(topicType, name, inputs);
const queue = (name: string, inputs: Record<string, unknown> = {}, from?: Record<string, string[]>) =>
  res(queueType, name, inputs, from);
const topicArn = "arn:aws:sns:eu-west-1:111122223333:t";
const queueArn = "arn:aws:sqs:eu-west-1:111122223333:q";
const queueUrl = "https://sqs.eu-west-1.amazonaws.com/111122223333/q";
const topicPolicy = (inputs: Record<string, unknown>, from?: Record<string, string[]>) =>
  res("aws:sns/topicPolicy:TopicPolicy", "policy", inputs, from);
const queuePolicy = (inputs: Record<string, unknown>, from?: Record<string, string[]>) =>
  res("aws:sqs/queuePolicy:QueuePolicy", "policy", inputs, from);
const denyOf =
  (action: unknown, resource: unknown) =>
  (more: Record<string, unknown> = {}) => ({
    Statement: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: action,
        Resource: resource,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
        ...more,
      },
    ],
  });
const denyPublish = denyOf("sns:Publish", topicArn);
const denyQueue = denyOf("sqs:*", queueArn);
const bound = (operator: string, key: string, value: unknown, action: string) => ({
  policy: statement({ Principal: "*", Action: action, Resource: "*", Condition: { [operator]: { [key]: value } } }),
});
/** Which policies for everybody are bound to somebody, and which are not. */
const publicCases = (action: string, ownType: string) => ({
  bad: {
    ...forms("everybody", { Principal: "*", Action: action, Resource: "*" }),
    ...forms("every account", { Principal: { AWS: ["*"] }, Action: action, Resource: "*" }),
    ...forms("everybody but one", { NotPrincipal: { AWS: "111122223333" }, Action: action, Resource: "*" }),
    "a condition on the transport": bound("Bool", "aws:SecureTransport", "true", action),
    "any account": bound("StringLike", "aws:SourceAccount", "*", action),
    "any ARN": bound("ArnLike", "aws:SourceArn", "arn:aws:s3:::*", action),
    "another account than": bound("StringNotEquals", "AWS:SourceOwner", "111122223333", action),
    "if the key exists": bound("StringEqualsIfExists", "aws:SourceAccount", "111122223333", action),
    "any address": bound("IpAddress", "aws:SourceIp", "0.0.0.0/0", action),
    inline: res(ownType, "bad", {
      policy: JSON.stringify(statement({ Principal: "*", Action: action, Resource: "*" })),
    }),
  },
  good: {
    ...forms("a service", { Principal: { Service: "events.amazonaws.com" }, Action: action, Resource: "*" }),
    ...forms("a refusal", { Effect: "Deny", Principal: "*", Action: action, Resource: "*" }),
    "an account": bound("StringEquals", "aws:SourceAccount", "111122223333", action),
    "the owner, in upper case": bound("StringEquals", "AWS:SourceOwner", "111122223333", action),
    "an ARN": bound("ArnEquals", "aws:SourceArn", "arn:aws:events:eu-west-1:111122223333:rule/r", action),
    "a bucket": bound("ArnLike", "aws:SourceArn", "arn:aws:s3:*:*:bucket", action),
    "rules of an account": bound("ArnLike", "aws:SourceArn", "arn:aws:events:*:111122223333:rule/*", action),
    "an organisation": bound("StringEquals", "aws:PrincipalOrgID", "o-abcdefghij", action),
    "an unknown ARN": bound("ArnEquals", "aws:SourceArn", U, action),
    unknown: { policy: U },
    "no policy": res(ownType, "t", {}),
  },
});
const tlsOf = (
  deny: typeof denyPublish,
  own: (name: string, inputs?: Record<string, unknown>) => CaseResource,
  attach: typeof topicPolicy,
  link: Record<string, unknown>,
  name: string,
) => ({
  with: (policy: unknown): CaseResource[] => [own("x", { name }), attach({ ...link, policy })],
  bad: (policy: unknown): CaseResource[] => [own("bad", { name }), attach({ ...link, policy })],
  deny,
});
const sns = tlsOf(denyPublish, topic, topicPolicy, { arn: topicArn }, "t");
const sqs = tlsOf(denyQueue, queue, queuePolicy, { queueUrl }, "q");
const redrive = (arn: unknown) => JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 5 });
const subscription = "aws:sns/topicSubscription:TopicSubscription";

export const messaging: Cases = {
  "sns-encrypted": {
    type: topicType,
    bad: { "left out": {}, empty: { kmsMasterKeyId: "" }, "with an unknown name": { name: U } },
    good: {
      key: { kmsMasterKeyId: "alias/k" },
      managed: { kmsMasterKeyId: "alias/aws/sns" },
      unknown: { kmsMasterKeyId: U },
    },
  },
  "sns-cmk": {
    type: topicType,
    bad: {
      alias: { kmsMasterKeyId: "alias/aws/sns" },
      ARN: { kmsMasterKeyId: "arn:aws:kms:eu-west-1:111122223333:alias/aws/sns" },
      "in another partition": { kmsMasterKeyId: "arn:aws-cn:kms:cn-north-1:111122223333:alias/aws/sns" },
    },
    good: {
      none: {},
      key: { kmsMasterKeyId: "alias/k" },
      "a similar alias": { kmsMasterKeyId: "alias/my/aws/sns" },
      unknown: { kmsMasterKeyId: U },
    },
  },
  "sns-policy-public": { type: "aws:sns/topicPolicy:TopicPolicy", ...publicCases("sns:Publish", topicType) },
  "sns-tls-only": {
    bad: {
      "no policy": [topic("bad", { name: "t" })],
      "a policy of another topic": [topic("bad", { name: "u" }), topicPolicy({ arn: topicArn, policy: denyPublish() })],
      "another action": sns.bad(denyPublish({ Action: "sns:Subscribe" })),
      "one account": sns.bad(denyPublish({ Principal: { AWS: "111122223333" } })),
      "the wrong way round": sns.bad(denyPublish({ Condition: { Bool: { "aws:SecureTransport": "true" } } })),
      "another resource": sns.bad(denyPublish({ Resource: `${topicArn}-other` })),
      "a policy of the one of that name in another region": [
        topic("bad", { name: "t", arn: topicArn.replace("eu-west-1", "us-east-1") }),
        topic("denied", { name: "t", arn: topicArn }),
        topicPolicy({ arn: topicArn, policy: denyPublish() }),
      ],
      "by reference, of another topic": [
        topic("bad"),
        topic("other", { kmsMasterKeyId: U }),
        topicPolicy({ arn: U, policy: U }, { arn: ["other"] }),
      ],
    },
    good: {
      encrypted: [topic("x", { kmsMasterKeyId: "alias/k" })],
      "an unknown key": [topic("x", { kmsMasterKeyId: U })],
      denied: sns.with(denyPublish()),
      "as text": sns.with(JSON.stringify(denyPublish())),
      "every action": sns.with(denyPublish({ Action: "SNS:*" })),
      "every resource": sns.with(denyPublish({ Resource: "*" })),
      "by reference": [topic("x"), topicPolicy({ arn: U, policy: U }, { arn: ["x"] })],
      inline: [topic("x", { name: "t", policy: denyPublish() })],
      "by ARN in state": [topic("x", { arn: topicArn }), topicPolicy({ arn: topicArn, policy: denyPublish() })],
    },
  },
  "sns-subscription-dlq": {
    type: subscription,
    bad: {
      "left out": { topic: U, protocol: "sqs" },
      empty: { redrivePolicy: "{}" },
      "no target": { redrivePolicy: { maxReceiveCount: 1 } },
    },
    good: {
      text: { redrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn }) },
      object: { redrivePolicy: { deadLetterTargetArn: queueArn } },
      unknown: { redrivePolicy: U },
      "an unknown target": { redrivePolicy: { deadLetterTargetArn: U } },
    },
  },
  "sqs-encrypted": {
    type: queueType,
    bad: {
      off: { sqsManagedSseEnabled: false },
      "off as text": { sqsManagedSseEnabled: "false" },
      "off with an empty key": { sqsManagedSseEnabled: false, kmsMasterKeyId: "" },
    },
    good: {
      "left out": {},
      on: { sqsManagedSseEnabled: true },
      key: { kmsMasterKeyId: "alias/k", sqsManagedSseEnabled: false },
      "an unknown key": { kmsMasterKeyId: U, sqsManagedSseEnabled: false },
      unknown: { sqsManagedSseEnabled: U },
    },
  },
  "sqs-cmk": {
    type: queueType,
    bad: {
      alias: { kmsMasterKeyId: "alias/aws/sqs" },
      ARN: { kmsMasterKeyId: "arn:aws:kms:eu-west-1:111122223333:alias/aws/sqs" },
    },
    good: { none: {}, key: { kmsMasterKeyId: "alias/k" }, unknown: { kmsMasterKeyId: U } },
  },
  "sqs-policy-public": { type: "aws:sqs/queuePolicy:QueuePolicy", ...publicCases("sqs:SendMessage", queueType) },
  "sqs-wildcard-action": {
    type: "aws:sqs/queuePolicy:QueuePolicy",
    bad: {
      ...forms("everything", { Principal: { AWS: "111122223333" }, Action: "*", Resource: "*" }),
      ...forms("the service", {
        Principal: { AWS: "111122223333" },
        Action: ["sqs:SendMessage", "SQS:*"],
        Resource: "*",
      }),
      inline: res(queueType, "bad", {
        policy: JSON.stringify(statement({ Principal: U, Action: "sqs:*", Resource: "*" })),
      }),
    },
    good: {
      ...forms("named actions", { Principal: { AWS: "111122223333" }, Action: "sqs:SendMessage", Resource: "*" }),
      ...forms("some", { Principal: { AWS: "111122223333" }, Action: "sqs:Send*", Resource: "*" }),
      ...forms("a refusal", { Effect: "Deny", Principal: "*", Action: "sqs:*", Resource: "*" }),
      unknown: { policy: U },
      "an unknown action": { policy: statement({ Principal: "*", Action: U, Resource: "*" }) },
    },
  },
  "sqs-tls-only": {
    bad: {
      "no policy": [queue("bad", { name: "q" })],
      "an encrypted queue too": [queue("bad", { name: "q", kmsMasterKeyId: "alias/k" })],
      "a policy of another queue": [queue("bad", { name: "r" }), queuePolicy({ queueUrl, policy: denyQueue() })],
      "one action": sqs.bad(denyQueue({ Action: "sqs:SendMessage" })),
      "one account": sqs.bad(denyQueue({ Principal: { AWS: "111122223333" } })),
      "the wrong way round": sqs.bad(denyQueue({ Condition: { Bool: { "aws:SecureTransport": true } } })),
      "an allow": sqs.bad(denyQueue({ Effect: "Allow", Condition: { Bool: { "aws:SecureTransport": "true" } } })),
    },
    good: {
      denied: sqs.with(denyQueue()),
      "as text": sqs.with(JSON.stringify(denyQueue())),
      "every action": sqs.with(denyQueue({ Action: ["*"] })),
      "if it exists": sqs.with(denyQueue({ Condition: { BoolIfExists: { "aws:securetransport": "false" } } })),
      "by reference": [queue("x"), queuePolicy({ queueUrl: U, policy: U }, { queueUrl: ["x"] })],
      "by reference, known policy": [
        queue("x"),
        queuePolicy({ queueUrl: U, policy: denyQueue({ Resource: U }) }, { queueUrl: ["x"] }),
      ],
      inline: [queue("x", { name: "q", policy: JSON.stringify(denyQueue()) })],
      unknown: sqs.with(U),
    },
  },
  "sqs-dlq": {
    bad: {
      alone: [queue("bad", { name: "q" })],
      empty: [queue("bad", { name: "q", redrivePolicy: "{}" })],
      "one that may be nobody's target": [
        queue("bad", { name: "q", redriveAllowPolicy: JSON.stringify({ redrivePermission: "denyAll" }) }),
      ],
      "beside a function that sends to a topic": [
        queue("bad", { name: "q" }),
        topic("t"),
        res("aws:lambda/function:Function", "f", { deadLetterConfig: { targetArn: U } }, { deadLetterConfig: ["t"] }),
      ],
      "nameless, beside a function that sends to a topic": [
        queue("bad"),
        res("aws:lambda/function:Function", "f", { deadLetterConfig: { targetArn: topicArn } }),
      ],
      "a policy of another queue": [
        queue("bad", { name: "r" }),
        queue("d", { name: "d" }),
        queue("q", { name: "q", redrivePolicy: redrive("arn:aws:sqs:eu-west-1:111122223333:d") }),
      ],
    },
    good: {
      inline: [queue("q", { redrivePolicy: redrive("arn:aws:sqs:eu-west-1:111122223333:d") })],
      object: [queue("q", { redrivePolicy: { deadLetterTargetArn: "arn", maxReceiveCount: 1 } })],
      unknown: [queue("q", { redrivePolicy: U })],
      "the target of another stack": [
        queue("q", {
          redriveAllowPolicy: JSON.stringify({ redrivePermission: "byQueue", sourceQueueArns: [queueArn] }),
        }),
      ],
      "the target of another stack, by a resource": [
        queue("q"),
        res(
          "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
          "p",
          { queueUrl: U, redriveAllowPolicy: U },
          { queueUrl: ["q"] },
        ),
      ],
      "with its target": [
        queue("q", { name: "q", redrivePolicy: redrive("arn:aws:sqs:eu-west-1:111122223333:d") }),
        queue("d", { name: "d" }),
      ],
      "with its target, by reference": [queue("q", { redrivePolicy: U }, { redrivePolicy: ["d"] }), queue("d")],
      companion: [
        queue("q", { name: "q" }),
        queue("d", { name: "d" }),
        res("aws:sqs/redrivePolicy:RedrivePolicy", "p", {
          queueUrl,
          redrivePolicy: redrive("arn:aws:sqs:eu-west-1:111122223333:d"),
        }),
      ],
      "companion by reference": [
        queue("q"),
        queue("d"),
        res(
          "aws:sqs/redrivePolicy:RedrivePolicy",
          "p",
          { queueUrl: U, redrivePolicy: U },
          { queueUrl: ["q"], redrivePolicy: ["d"] },
        ),
      ],
      "the target of a function": [
        queue("d", { name: "d" }),
        res("aws:lambda/function:Function", "f", {
          deadLetterConfig: { targetArn: "arn:aws:sqs:eu-west-1:111122223333:d" },
        }),
      ],
      "the target of a subscription": [
        queue("d"),
        res(subscription, "s", { redrivePolicy: U }, { redrivePolicy: ["d"] }),
      ],
    },
  },
};
