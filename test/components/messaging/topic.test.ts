import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { Key } from "../../../components/encryption/key";
import { InputError } from "../../../components/input-error";
import { Queue } from "../../../components/messaging/queue";
import type { QueueArgs } from "../../../components/messaging/queue-args";
import { Topic } from "../../../components/messaging/topic";
import type { SubscriptionArgs, TopicArgs } from "../../../components/messaging/topic-args";
import { metricProblem } from "../../../components/observability/check-metric";
import { errorOf, record, recordBoth } from "../../support/record";
import { FakeGrantee } from "../encryption/fake-grantee";
import { expectLeastPrivilege, statementsOf } from "../encryption/least-privilege";

const TOPIC = "aws:sns/topic:Topic";
const POLICY = "aws:sns/topicPolicy:TopicPolicy";
const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";
const QUEUE = "aws:sqs/queue:Queue";
const GRANT = "aws:iam/rolePolicy:RolePolicy";
const ARN = "arn:aws:sns:eu-west-1:111122223333:StudentNotification";
const QUEUE_ARN = "arn:aws:sqs:eu-west-1:111122223333:updates";
const KEY_ARN = "arn:aws:kms:eu-west-1:111122223333:key/platform-key-id";

const email: SubscriptionArgs = { protocol: "email", endpoint: "office@example.com" };

function makeTopic(args: Partial<TopicArgs> = {}): Topic {
  const key = new Key("platform", { description: "Tests" });
  return new Topic("students", { key, topicName: "StudentNotification", ...args });
}

function makeFailures(args: Partial<QueueArgs> = {}): Queue {
  const key = new Key("failures", { description: "Tests" });
  return new Queue("failures", {
    key,
    queueName: "failures",
    visibilityTimeoutSeconds: 30,
    deadLetter: false,
    ...args,
  });
}

describe("Topic", () => {
  it("is encrypted, signed with SHA-256 and traced with nothing but a key", async () => {
    const [update, preview] = await recordBoth(() => makeTopic());
    expect(preview.all.map(({ urn }) => urn)).to.have.members(update.all.map(({ urn }) => urn));
    const topic = update.one(TOPIC, "students-topic");
    expect(topic.inputs).to.deep.equal({
      name: "StudentNotification",
      signatureVersion: 2,
      tracingConfig: "Active",
      kmsMasterKeyId: KEY_ARN,
    });
    expect(topic.parent).to.equal(update.one("platform:messaging:Topic").urn);
    expect(update.one("platform:messaging:Topic").outputs).to.deep.equal({ arn: ARN });
    expect(update.ofType(QUEUE)).to.deep.equal([]);
  });

  for (const topicName of ["orders", "orders.fifo"])
    it(`is a FIFO topic named orders.fifo when called ${topicName}`, async () => {
      const { one } = await record(() => makeTopic({ topicName, fifo: true, displayName: "Orders", tags: { a: "b" } }));
      expect(one(TOPIC).inputs).to.deep.equal({
        name: "orders.fifo",
        displayName: "Orders",
        fifoTopic: true,
        contentBasedDeduplication: false,
        signatureVersion: 2,
        tracingConfig: "PassThrough",
        kmsMasterKeyId: KEY_ARN,
        tags: { a: "b" },
      });
    });

  it("keeps its key whatever is overridden", async () => {
    const overrides = { topic: { kmsMasterKeyId: "alias/aws/sns", signatureVersion: 1 } };
    const { one } = await record(() => makeTopic({ overrides }));
    expect(one(TOPIC).inputs).to.include({ kmsMasterKeyId: KEY_ARN, signatureVersion: 1 });
  });

  describe("policy", () => {
    it("denies requests without TLS, in the actions that a topic's policy may name", async () => {
      const { one } = await record(() => makeTopic());
      expect(one(POLICY).inputs["arn"]).to.equal(ARN);
      const [deny, ...more] = statementsOf(one(POLICY).inputs["policy"]);
      expect(more).to.deep.equal([]);
      expect(deny).to.deep.include({
        Sid: "DenyInsecureTransport",
        Effect: "Deny",
        Principal: "*",
        Resource: ARN,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      });
      expect(deny!.Action).to.include("sns:Publish").and.not.include("sns:*");
    });

    it("lets publishers in, on behalf of the account and of what they name", async () => {
      const alarms = "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:*";
      const { one } = await record(() =>
        makeTopic({
          publishers: [
            { service: "cloudwatch.amazonaws.com", sourceArns: [alarms] },
            { service: "events.amazonaws.com" },
          ],
        }),
      );
      const allow = (Sid: string, service: string, Condition?: object) => ({
        Sid,
        Effect: "Allow",
        Principal: { Service: service },
        Action: "sns:Publish",
        Resource: ARN,
        ...(Condition && { Condition }),
      });
      expect(statementsOf(one(POLICY).inputs["policy"]).slice(1)).to.deep.equal([
        allow("AllowCloudwatch1", "cloudwatch.amazonaws.com", {
          StringEquals: { "aws:SourceAccount": "111122223333" },
          ArnLike: { "aws:SourceArn": [alarms] },
        }),
        // EventBridge sends nothing that a condition could look at: with one, nothing ever arrives.
        allow("AllowEvents2", "events.amazonaws.com"),
      ]);
    });

    it("refuses a condition on rules, which would keep every event out", async () => {
      const publishers = [{ service: "events.amazonaws.com", sourceArns: ["arn:aws:events:eu-west-1:1:rule/*"] }];
      const error = await errorOf(() => makeTopic({ publishers }));
      expect(error).to.be.instanceOf(InputError);
      expect(error.message).to.include("with a condition no event would ever reach the topic");
    });
  });

  describe("subscriptions", () => {
    it("share a dead-letter queue that only this topic can write to", async () => {
      const program = () =>
        makeTopic({
          subscriptions: [
            email,
            {
              name: "updates",
              protocol: "sqs",
              endpoint: QUEUE_ARN,
              filterPolicy: { kind: ["update"] },
              rawMessageDelivery: true,
            },
          ],
          removal: "destroy",
        });
      const [update, preview] = await recordBoth(program);
      expect(preview.all.map(({ urn }) => urn)).to.have.members(update.all.map(({ urn }) => urn));
      const redrivePolicy = JSON.stringify({
        deadLetterTargetArn: "arn:aws:sqs:eu-west-1:111122223333:students-undelivered-queue-id",
      });
      const [first, second] = update.ofType(SUBSCRIPTION);
      expect(first!.name).to.match(/^students-email-[0-9a-f]{8}$/);
      expect(first!.inputs).to.deep.equal({
        topic: ARN,
        protocol: "email",
        endpoint: "office@example.com",
        redrivePolicy,
      });
      expect(second!.name).to.equal("students-updates");
      expect(second!.inputs).to.deep.equal({
        topic: ARN,
        protocol: "sqs",
        endpoint: QUEUE_ARN,
        filterPolicy: '{"kind":["update"]}',
        filterPolicyScope: "MessageAttributes",
        rawMessageDelivery: true,
        redrivePolicy,
      });
      const queue = update.one(QUEUE);
      expect(queue.inputs).to.include({ kmsMasterKeyId: KEY_ARN, messageRetentionSeconds: 1_209_600 });
      expect(queue.protect).to.equal(false);
      const [, sender] = statementsOf(update.one("aws:sqs/queuePolicy:QueuePolicy").inputs["policy"]);
      expect(sender!.Condition).to.deep.equal({
        StringEquals: { "aws:SourceAccount": "111122223333" },
        ArnLike: { "aws:SourceArn": [ARN] },
      });
    });

    it("keep their names in whatever order they stand", async () => {
      const other: SubscriptionArgs = { protocol: "https", endpoint: "https://hooks.example.com/students" };
      const names = async (subscriptions: SubscriptionArgs[]) =>
        (await record(() => makeTopic({ subscriptions })))
          .ofType(SUBSCRIPTION)
          .map(({ name, inputs }) => [inputs["endpoint"], name]);
      expect(await names([other, email])).to.have.deep.members(await names([email, other]));
    });

    it("can be added later, also with an endpoint that is not yet known", async () => {
      const { one, result } = await record(() => {
        const topic = makeTopic({ fifo: true });
        topic.subscribe("later", {
          protocol: "sqs",
          endpoint: pulumi.output(QUEUE_ARN),
          filterPolicyScope: "MessageBody",
        });
        return topic;
      });
      expect(Object.keys(result.subscriptions)).to.deep.equal(["later"]);
      expect(one(SUBSCRIPTION, "students-later").inputs).to.include({ endpoint: QUEUE_ARN });
      expect(one(SUBSCRIPTION).inputs).to.not.have.property("filterPolicyScope");
      expect(one(QUEUE).inputs["fifoQueue"]).to.equal(true);
    });

    it("may bring a dead-letter queue", async () => {
      const { one, ofType, result } = await record(() =>
        makeTopic({
          subscriptions: [{ ...email, deadLetterQueue: makeFailures({ senders: [{ service: "sns.amazonaws.com" }] }) }],
        }),
      );
      expect(ofType(QUEUE)).to.have.length(1);
      expect(one(SUBSCRIPTION).inputs["redrivePolicy"]).to.include("arn:aws:sqs:eu-west-1:111122223333:failures");
      expect(result.deadLetterQueue).to.equal(undefined);
    });
  });

  it("is granted with the key", async () => {
    const { one } = await record(() => makeTopic().grantPublish(new FakeGrantee("announce")));
    const { policy } = one(GRANT, "announce-publish-students").inputs;
    await expectLeastPrivilege(policy);
    expect(statementsOf(policy)).to.deep.equal([
      { Sid: "PublishMessages", Effect: "Allow", Action: ["sns:Publish"], Resource: [ARN] },
      {
        Sid: "UseKeyThroughSns",
        Effect: "Allow",
        Action: ["kms:GenerateDataKey", "kms:Decrypt"],
        Resource: [KEY_ARN],
        Condition: { StringEquals: { "kms:ViaService": "sns.eu-west-1.amazonaws.com" } },
      },
    ]);
  });

  describe("monitoring", () => {
    it("alarms on failed and lost messages, with metrics that CloudWatch has", async () => {
      const { result } = await record(() => makeTopic({ subscriptions: [email] }));
      const { alarms, widgets } = result.monitoring;
      const metrics = [...alarms.map(({ metric }) => metric), ...widgets.flatMap((widget) => widget.metrics)];
      expect(metrics.map(metricProblem).filter(Boolean)).to.deep.equal([]);
      expect(alarms.map(({ name, severity, threshold }) => [name, severity, threshold])).to.deep.equal([
        ["failed-deliveries", "warning", 0],
        ["lost-messages", "critical", 0],
        ["undelivered", "critical", 0],
      ]);
    });

    it("has no alarm on a queue that there is not", async () => {
      const { result } = await record(() => makeTopic());
      expect(result.monitoring.alarms.map(({ name }) => name)).to.deep.equal(["failed-deliveries", "lost-messages"]);
    });
  });

  describe("refuses", () => {
    const subscribed = (args: Partial<SubscriptionArgs>, topic: Partial<TopicArgs> = {}) =>
      makeTopic({ ...topic, subscriptions: [{ ...email, ...args }] });
    const bare = () => new Key("bare", { description: "x", services: ["logs"] });
    const cases: [string, () => unknown, RegExp][] = [
      ["a name with a dot", () => makeTopic({ topicName: "a.b" }), /topicName is "a\.b"/],
      ["a FIFO name on a standard topic", () => makeTopic({ topicName: "a.fifo" }), /set fifo: true/],
      ["a name of 257 characters", () => makeTopic({ topicName: "a".repeat(257) }), /at most 256/],
      ["a display name of 101 characters", () => makeTopic({ displayName: "a".repeat(101) }), /displayName is/],
      ["deduplication on a standard topic", () => makeTopic({ contentBasedDeduplication: true }), /set fifo: true/],
      [
        "a publisher that the key refuses",
        () => makeTopic({ key: bare(), publishers: [{ service: "cloudwatch.amazonaws.com" }] }),
        /publishers is "cloudwatch\.amazonaws\.com"; add "cloudwatch" to the services of key "bare"/,
      ],
      [
        "an unknown protocol",
        () => subscribed({ protocol: "http" as never }),
        /protocol is "http"; use one of "email"/,
      ],
      ["e-mail from a FIFO topic", () => subscribed({}, { fifo: true }), /protocol is "email"; use one of "sqs"/],
      ["no endpoint", () => subscribed({ endpoint: "" }), /endpoint is ""/],
      [
        "an address that is none",
        () => subscribed({ endpoint: "office" }),
        /endpoint is "office"; use an e-mail address/,
      ],
      ["a URL without TLS", () => subscribed({ protocol: "https", endpoint: "http://x" }), /starts with https/],
      [
        "a queue's URL for its ARN",
        () => subscribed({ protocol: "sqs", endpoint: "https://sqs" }),
        /the ARN of a queue/,
      ],
      ["raw e-mails", () => subscribed({ rawMessageDelivery: true }), /rawMessageDelivery is true/],
      [
        "Firehose without a role",
        () => subscribed({ protocol: "firehose", endpoint: "arn:aws:firehose:x" }),
        /subscriptionRoleArn/,
      ],
      [
        "a dead-letter queue closed to SNS",
        () => subscribed({ deadLetterQueue: makeFailures() }),
        /add \{ service: "sns\.amazonaws\.com" \} to its senders/,
      ],
      [
        "a FIFO dead-letter queue for a standard topic",
        () => subscribed({ deadLetterQueue: makeFailures({ fifo: true }) }),
        /use a standard queue/,
      ],
      [
        "a subscription twice",
        () => makeTopic({ subscriptions: [email, email] }),
        /subscriptions is "email-[0-9a-f]{8}"/,
      ],
    ];
    for (const [what, program, message] of cases)
      it(what, async () => {
        const error = await errorOf(program);
        expect(error).to.be.instanceOf(InputError);
        expect(error.message)
          .to.match(/^platform:messaging:Topic "students": /)
          .and.match(message);
      });
  });
});
