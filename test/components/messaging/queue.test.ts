import { expect } from "chai";
import { Key } from "../../../components/encryption/key";
import { InputError } from "../../../components/input-error";
import { Queue } from "../../../components/messaging/queue";
import type { QueueArgs } from "../../../components/messaging/queue-args";
import { metricProblem } from "../../../components/observability/check-metric";
import { errorOf, record, recordBoth, valueOf } from "../../support/record";
import { FakeGrantee } from "../encryption/fake-grantee";
import { expectLeastPrivilege, statementsOf } from "../encryption/least-privilege";

const QUEUE = "aws:sqs/queue:Queue";
const POLICY = "aws:sqs/queuePolicy:QueuePolicy";
const REDRIVE = "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy";
const GRANT = "aws:iam/rolePolicy:RolePolicy";
const ARN = "arn:aws:sqs:eu-west-1:111122223333:intake";
const DEAD_LETTER_ARN = `${ARN}-dead-letters`;
const KEY_ARN = "arn:aws:kms:eu-west-1:111122223333:key/platform-key-id";

function makeQueue(args: Partial<QueueArgs> = {}): Queue {
  const key = new Key("platform", { description: "Tests" });
  return new Queue("intake", { key, queueName: "intake", visibilityTimeoutSeconds: 60, ...args });
}

function makeSharedQueue(args: Partial<QueueArgs> = {}): Queue {
  const key = new Key("shared", { description: "Tests" });
  return new Queue("failures", { key, visibilityTimeoutSeconds: 30, deadLetter: false, ...args });
}

function tlsOnly(arn: string) {
  return {
    Sid: "DenyInsecureTransport",
    Effect: "Deny",
    Principal: "*",
    Action: "sqs:*",
    Resource: arn,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

describe("Queue", () => {
  it("is encrypted, polled long, and has a dead-letter queue, with nothing but a key and a timeout", async () => {
    const [update, preview] = await recordBoth(() => makeQueue());
    expect(preview.all.map(({ urn }) => urn)).to.have.members(update.all.map(({ urn }) => urn));
    const queue = update.one(QUEUE, "intake-queue");
    const { redrivePolicy, redriveAllowPolicy, ...inputs } = queue.inputs;
    expect(inputs).to.deep.equal({
      name: "intake",
      visibilityTimeoutSeconds: 60,
      messageRetentionSeconds: 345_600,
      delaySeconds: 0,
      receiveWaitTimeSeconds: 20,
      kmsMasterKeyId: KEY_ARN,
    });
    expect(JSON.parse(redrivePolicy as string)).to.deep.equal({
      deadLetterTargetArn: DEAD_LETTER_ARN,
      maxReceiveCount: 5,
    });
    expect(JSON.parse(redriveAllowPolicy as string)).to.deep.equal({ redrivePermission: "denyAll" });
    expect(update.one(QUEUE, "intake-dead-letters").inputs).to.deep.equal({
      name: "intake-dead-letters",
      messageRetentionSeconds: 1_209_600,
      visibilityTimeoutSeconds: 60,
      receiveWaitTimeSeconds: 20,
      kmsMasterKeyId: KEY_ARN,
    });
    for (const { ofType } of [update, preview])
      for (const each of ofType(QUEUE)) expect(each).to.include({ protect: true, retainOnDelete: true });
    // What guards them stays with them.
    for (const type of [POLICY, REDRIVE])
      for (const each of update.ofType(type)) expect(each).to.include({ protect: false, retainOnDelete: true });
    expect([update.ofType(POLICY).length, update.ofType(REDRIVE).length]).to.deep.equal([2, 1]);
  });

  it("lets only itself use its dead-letter queue", async () => {
    const { one } = await record(() => makeQueue());
    const { queueUrl, redriveAllowPolicy } = one(REDRIVE).inputs;
    expect(queueUrl).to.equal("https://sqs.eu-west-1.amazonaws.com/111122223333/intake-dead-letters");
    expect(JSON.parse(redriveAllowPolicy as string)).to.deep.equal({
      redrivePermission: "byQueue",
      sourceQueueArns: [ARN],
    });
  });

  it("exposes ARN and URL of both queues", async () => {
    const { result, one } = await record(() => makeQueue());
    expect(await valueOf(result.arn)).to.equal(ARN);
    expect(await valueOf(result.deadLetterArn!)).to.equal(DEAD_LETTER_ARN);
    expect(one("platform:messaging:Queue").outputs).to.deep.equal({
      arn: ARN,
      url: "https://sqs.eu-west-1.amazonaws.com/111122223333/intake",
      deadLetterUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/intake-dead-letters",
    });
    expect(result).to.include({ visibilityTimeoutSeconds: 60, fifo: false });
  });

  it("is left to AWS to name where no name is given", async () => {
    const { ofType } = await record(() => makeQueue({ queueName: undefined }));
    for (const { inputs } of ofType(QUEUE)) expect(inputs).to.not.have.property("name");
  });

  for (const queueName of ["transfer", "transfer.fifo"])
    it(`is a FIFO queue named transfer.fifo when called ${queueName}`, async () => {
      const { one, result } = await record(() => makeQueue({ queueName, fifo: true, contentBasedDeduplication: true }));
      const fifo = {
        fifoQueue: true,
        contentBasedDeduplication: true,
        deduplicationScope: "messageGroup",
        fifoThroughputLimit: "perMessageGroupId",
      };
      expect(one(QUEUE, "intake-queue").inputs).to.include({ name: "transfer.fifo", ...fifo });
      expect(one(QUEUE, "intake-dead-letters").inputs).to.include({ name: "transfer-dead-letters.fifo", ...fifo });
      expect(result.fifo).to.equal(true);
    });

  it("orders the whole queue where high throughput is not wanted", async () => {
    const { one } = await record(() => makeQueue({ fifo: true, highThroughput: false }));
    expect(one(QUEUE, "intake-queue").inputs).to.include({
      contentBasedDeduplication: false,
      deduplicationScope: "queue",
      fifoThroughputLimit: "perQueue",
    });
  });

  it("takes a shared dead-letter queue that is open to it", async () => {
    const { one, ofType } = await record(() =>
      makeQueue({ deadLetter: makeSharedQueue({ deadLetterOf: "any", queueName: "failures" }), maxReceiveCount: 3 }),
    );
    expect(ofType(QUEUE)).to.have.length(2);
    expect(ofType(REDRIVE)).to.deep.equal([]);
    expect(JSON.parse(one(QUEUE, "failures-queue").inputs["redriveAllowPolicy"] as string)).to.deep.equal({
      redrivePermission: "allowAll",
    });
    expect(JSON.parse(one(QUEUE, "intake-queue").inputs["redrivePolicy"] as string)).to.deep.equal({
      deadLetterTargetArn: "arn:aws:sqs:eu-west-1:111122223333:failures",
      maxReceiveCount: 3,
    });
  });

  it("has what is asked for, and can be destroyed", async () => {
    const { one } = await record(() =>
      makeQueue({
        deadLetter: false,
        deadLetterOf: [ARN],
        messageRetentionSeconds: 60,
        delaySeconds: 900,
        receiveWaitTimeSeconds: 0,
        maxMessageSizeBytes: 1024,
        removal: "destroy",
        tags: { owner: "office" },
        overrides: { queue: { kmsMasterKeyId: "alias/aws/sqs", kmsDataKeyReusePeriodSeconds: 600 } },
      }),
    );
    const { inputs, protect, retainOnDelete } = one(QUEUE);
    expect(one(POLICY).retainOnDelete).to.equal(false);
    expect(inputs).to.deep.include({
      messageRetentionSeconds: 60,
      delaySeconds: 900,
      receiveWaitTimeSeconds: 0,
      maxMessageSize: 1024,
      tags: { owner: "office" },
      kmsMasterKeyId: KEY_ARN,
      kmsDataKeyReusePeriodSeconds: 600,
    });
    expect(inputs).to.not.have.property("redrivePolicy");
    expect(JSON.parse(inputs["redriveAllowPolicy"] as string)).to.deep.include({ sourceQueueArns: [ARN] });
    expect({ protect, retainOnDelete }).to.deep.equal({ protect: false, retainOnDelete: false });
  });

  describe("policy", () => {
    it("denies requests without TLS, to both queues", async () => {
      const { one } = await record(() => makeQueue());
      expect(statementsOf(one(POLICY, "intake-policy").inputs["policy"])).to.deep.equal([tlsOnly(ARN)]);
      const deadLetters = one(POLICY, "intake-dead-letters-policy").inputs["policy"];
      expect(statementsOf(deadLetters)).to.deep.equal([tlsOnly(DEAD_LETTER_ARN)]);
    });

    it("lets senders in, on behalf of the account and of what they name", async () => {
      const rule = "arn:aws:events:eu-west-1:111122223333:rule/nightly";
      const { one, result } = await record(() =>
        makeQueue({
          senders: [
            { service: "events.amazonaws.com", sourceArn: rule },
            { service: "sns.amazonaws.com" },
            { service: "s3.amazonaws.com", sourceArn: ["arn:aws:s3:::a"], sourceAccount: "444455556666" },
          ],
        }),
      );
      const allow = (Sid: string, service: string, Condition: object) => ({
        Sid,
        Effect: "Allow",
        Principal: { Service: service },
        Action: "sqs:SendMessage",
        Resource: ARN,
        Condition,
      });
      expect(statementsOf(one(POLICY, "intake-policy").inputs["policy"]).slice(1)).to.deep.equal([
        allow("AllowEvents1", "events.amazonaws.com", {
          StringEquals: { "aws:SourceAccount": "111122223333" },
          ArnLike: { "aws:SourceArn": [rule] },
        }),
        allow("AllowSns2", "sns.amazonaws.com", { StringEquals: { "aws:SourceAccount": "111122223333" } }),
        allow("AllowS33", "s3.amazonaws.com", {
          StringEquals: { "aws:SourceAccount": "444455556666" },
          ArnLike: { "aws:SourceArn": ["arn:aws:s3:::a"] },
        }),
      ]);
      expect(result.accepts("sns.amazonaws.com")).to.equal(true);
      expect(result.accepts("config.amazonaws.com")).to.equal(false);
    });
  });

  describe("grants", () => {
    const use = (actions: string[]) => ({
      Sid: "UseKeyThroughSqs",
      Effect: "Allow",
      Action: actions,
      Resource: [KEY_ARN],
      Condition: { StringEquals: { "kms:ViaService": "sqs.eu-west-1.amazonaws.com" } },
    });
    const consume = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
    const cases: [string, string, (queue: Queue, grantee: FakeGrantee) => unknown, object[]][] = [
      [
        "sending",
        "send-intake",
        (queue, grantee) => queue.grantSend(grantee),
        [
          { Sid: "SendMessages", Effect: "Allow", Action: ["sqs:SendMessage"], Resource: [ARN] },
          use(["kms:GenerateDataKey", "kms:Decrypt"]),
        ],
      ],
      [
        "consuming",
        "consume-intake",
        (queue, grantee) => queue.grantConsume(grantee),
        [{ Sid: "ConsumeMessages", Effect: "Allow", Action: consume, Resource: [ARN] }, use(["kms:Decrypt"])],
      ],
      [
        "consuming dead letters, and giving them back",
        "consume-intake-dead-letters",
        (queue, grantee) => queue.grantConsumeDeadLetters(grantee, { changeVisibility: true }),
        [
          {
            Sid: "ConsumeMessages",
            Effect: "Allow",
            Action: [...consume, "sqs:ChangeMessageVisibility"],
            Resource: [DEAD_LETTER_ARN],
          },
          use(["kms:Decrypt"]),
        ],
      ],
    ];
    for (const [what, name, grant, statements] of cases)
      it(what, async () => {
        const [update, preview] = await recordBoth(() => grant(makeQueue(), new FakeGrantee("f")));
        const { policy } = update.one(GRANT, `f-${name}`).inputs;
        await expectLeastPrivilege(policy);
        expect(statementsOf(policy)).to.deep.equal(statements);
        expect(preview.one(GRANT, `f-${name}`).inputs["name"]).to.equal(name);
      });

    it("refuse dead letters that there are not", async () => {
      const error = await errorOf(() => makeQueue({ deadLetter: false }).grantConsumeDeadLetters(new FakeGrantee("f")));
      expect(error.message).to.equal('Queue "intake" has no dead-letter queue.');
    });
  });

  describe("monitoring", () => {
    it("alarms on messages that wait and on messages given up, with metrics that CloudWatch has", async () => {
      const { result } = await record(() => makeQueue());
      const { alarms, widgets } = result.monitoring;
      const metrics = [...alarms.map(({ metric }) => metric), ...widgets.flatMap((widget) => widget.metrics)];
      expect(metrics.map(metricProblem).filter(Boolean)).to.deep.equal([]);
      expect(alarms.map(({ name, severity, threshold }) => [name, severity, threshold])).to.deep.equal([
        ["oldest-message", "warning", 300],
        ["dead-letters", "critical", 0],
      ]);
      const [, deadLetters] = alarms;
      const { dimensions } = deadLetters!.metric as { dimensions: Record<string, string> };
      expect(await valueOf(dimensions["QueueName"]!)).to.equal("intake-dead-letters");
    });

    for (const [what, args, seconds] of [
      ["all receives", { visibilityTimeoutSeconds: 180, maxReceiveCount: 10 }, 1800],
      ["half the retention", { visibilityTimeoutSeconds: 3600, messageRetentionSeconds: 7200 }, 3600],
      ["what is asked", { oldestMessageAlarmSeconds: 42 }, 42],
    ] as const)
      it(`alarms on waiting after ${what}`, async () => {
        const { result } = await record(() => makeQueue(args));
        expect(result.monitoring.alarms[0]!.threshold).to.equal(seconds);
      });

    for (const args of [{ deadLetter: false }, { holdsFailures: true }])
      it(`alarms on any message where the queue holds failures: ${JSON.stringify(args)}`, async () => {
        const { result } = await record(() => makeQueue(args));
        expect(result.monitoring.alarms[0]).to.include({ name: "failures", severity: "critical", threshold: 0 });
        expect(result.monitoring.alarms.map(({ name }) => name)).to.not.include("oldest-message");
      });
  });

  describe("refuses", () => {
    const withoutSns = () => new Key("bare", { description: "x", services: ["logs"] });
    const cases: [string, () => unknown, RegExp][] = [
      [
        "no visibility timeout",
        () => makeQueue({ visibilityTimeoutSeconds: undefined }),
        /visibilityTimeoutSeconds is missing/,
      ],
      [
        "too long a visibility timeout",
        () => makeQueue({ visibilityTimeoutSeconds: 43_201 }),
        /visibilityTimeoutSeconds is 43201; use a whole number from 0 to 43200/,
      ],
      ["too short a retention", () => makeQueue({ messageRetentionSeconds: 59 }), /messageRetentionSeconds is 59/],
      [
        "too long a retention",
        () => makeQueue({ messageRetentionSeconds: 1_209_601 }),
        /messageRetentionSeconds is 1209601/,
      ],
      ["too long a delay", () => makeQueue({ delaySeconds: 901 }), /delaySeconds is 901/],
      ["too long a wait", () => makeQueue({ receiveWaitTimeSeconds: 21 }), /receiveWaitTimeSeconds is 21/],
      ["too small a message", () => makeQueue({ maxMessageSizeBytes: 1023 }), /maxMessageSizeBytes is 1023/],
      ["no receive", () => makeQueue({ maxReceiveCount: 0 }), /maxReceiveCount is 0/],
      [
        "receives without dead letters",
        () => makeQueue({ deadLetter: false, maxReceiveCount: 2 }),
        /maxReceiveCount is 2; give/,
      ],
      ["a name with a dot", () => makeQueue({ queueName: "in.take" }), /queueName is "in\.take"/],
      ["a FIFO name on a standard queue", () => makeQueue({ queueName: "intake.fifo" }), /set fifo: true/],
      ["a name too long for its dead letters", () => makeQueue({ queueName: "a".repeat(68) }), /at most 67 characters/],
      [
        "a FIFO name too long with its suffix",
        () => makeQueue({ queueName: "a".repeat(76), fifo: true, deadLetter: false }),
        /at most 80/,
      ],
      [
        "FIFO's deduplication on a standard queue",
        () => makeQueue({ contentBasedDeduplication: true }),
        /contentBasedDeduplication is true; set fifo/,
      ],
      [
        "FIFO's throughput on a standard queue",
        () => makeQueue({ highThroughput: false }),
        /highThroughput is false; set fifo/,
      ],
      ["dead letters of no queue", () => makeQueue({ deadLetterOf: [] }), /deadLetterOf is 0/],
      ["dead letters of eleven queues", () => makeQueue({ deadLetterOf: Array(11).fill(ARN) }), /deadLetterOf is 11/],
      [
        "a closed dead-letter queue",
        () => makeQueue({ deadLetter: makeSharedQueue() }),
        /deadLetter is "failures"; set its deadLetterOf/,
      ],
      [
        "a standard dead-letter queue for FIFO",
        () => makeQueue({ fifo: true, deadLetter: makeSharedQueue({ deadLetterOf: "any" }) }),
        /use a FIFO queue/,
      ],
      ["a sender that is no service", () => makeQueue({ senders: [{ service: "sns" }] }), /senders\.service is "sns"/],
      [
        "a sender for nothing",
        () => makeQueue({ senders: [{ service: "sns.amazonaws.com", sourceArn: [] }] }),
        /sourceArns is \[\]/,
      ],
      [
        "a sender that the key refuses",
        () => makeQueue({ key: withoutSns(), senders: [{ service: "sns.amazonaws.com" }] }),
        /add "sns" to the services of key "bare"/,
      ],
      ["an alarm at once", () => makeQueue({ oldestMessageAlarmSeconds: 0 }), /oldestMessageAlarmSeconds is 0/],
    ];
    for (const [what, program, message] of cases)
      it(what, async () => {
        const error = await errorOf(program);
        expect(error).to.be.instanceOf(InputError);
        expect(error.message)
          .to.match(/^platform:messaging:Queue "intake": /)
          .and.match(message);
      });
  });
});
