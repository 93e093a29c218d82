import { expect } from "chai";
import type { Recorded } from "../../support/record";
import { recordPlatform, roleDocument } from "./platform";

const ARN = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:111122223333:${rest}`;
const ANNOUNCEMENTS_KEY = ARN("kms", "key/announcements-key-key-id");
const STUDENTS_KEY = ARN("kms", "key/students-key-key-id");

describe("announcements", function () {
  this.timeout(60_000);
  let platform: Recorded<unknown>;
  before(async () => {
    platform = await recordPlatform();
  });

  /** The use of a key through one service. */
  const useKey = (Resource: string, service: string, Action: string | string[]) => ({
    Sid: `UseKeyThrough${service[0]!.toUpperCase()}${service.slice(1)}`,
    Effect: "Allow",
    Action,
    Resource,
    Condition: { StringEquals: { "kms:ViaService": `${service}.eu-west-1.amazonaws.com` } },
  });
  const ENCRYPT = ["kms:GenerateDataKey", "kms:Decrypt"];

  it("may read the one stream, publish to the one topic, write its own log group, and no more than these need", () => {
    const remembered = ARN("dynamodb", "table/announcements-idempotency-table-id");
    expect(roleDocument(platform, "announce")).to.deep.equal({
      // The three of the requirement.
      "read-stream-students": [
        {
          Sid: "ReadStream",
          Effect: "Allow",
          Action: [
            "dynamodb:DescribeStream",
            "dynamodb:GetRecords",
            "dynamodb:GetShardIterator",
            "dynamodb:ListStreams",
          ],
          Resource: ARN("dynamodb", "table/StudentDetails/stream/2026-01-01T00:00:00.000"),
        },
        useKey(STUDENTS_KEY, "dynamodb", "kms:Decrypt"),
      ],
      "publish-announcements-topic": [
        { Sid: "PublishMessages", Effect: "Allow", Action: "sns:Publish", Resource: ARN("sns", "StudentNotification") },
        useKey(ANNOUNCEMENTS_KEY, "sns", ENCRYPT),
      ],
      "write-logs": [
        {
          Sid: "WriteLogs",
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: ARN("logs", "log-group:/aws/lambda/streamfunction:log-stream:*"),
        },
      ],
      // What the defaults need: the idempotency table, the failure queue, its environment's key and X-Ray.
      "write-announcements-idempotency": [
        {
          Sid: "WriteItems",
          Effect: "Allow",
          Action: ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"],
          Resource: remembered,
        },
        useKey(ANNOUNCEMENTS_KEY, "dynamodb", "kms:Decrypt"),
      ],
      "read-announcements-idempotency": [
        { Sid: "ReadItems", Effect: "Allow", Action: "dynamodb:GetItem", Resource: remembered },
        useKey(ANNOUNCEMENTS_KEY, "dynamodb", "kms:Decrypt"),
      ],
      "send-announcements-failed": [
        {
          Sid: "SendMessages",
          Effect: "Allow",
          Action: "sqs:SendMessage",
          Resource: ARN("sqs", "announcements-failed-queue-id"),
        },
        useKey(ANNOUNCEMENTS_KEY, "sqs", ENCRYPT),
      ],
      "decrypt-environment": [{ Sid: "UseKey", Effect: "Allow", Action: "kms:Decrypt", Resource: ANNOUNCEMENTS_KEY }],
      "send-traces": [
        {
          Sid: "SendTraces",
          Effect: "Allow",
          Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
          Resource: "*",
        },
      ],
    });
  });

  it("takes one new image at a time, of new students only, and keeps what fails", () => {
    const table = platform.one("aws:dynamodb/table:Table", "students-table").inputs;
    expect(table).to.include({ streamEnabled: true, streamViewType: "NEW_IMAGE" });
    const mapping = platform.one("aws:lambda/eventSourceMapping:EventSourceMapping", "announce-stream").inputs;
    expect(mapping).to.include({ batchSize: 1, startingPosition: "TRIM_HORIZON", maximumRetryAttempts: 5 });
    expect(mapping["filterCriteria"]).to.deep.equal({ filters: [{ pattern: '{"eventName":["INSERT"]}' }] });
    expect(mapping["destinationConfig"]).to.deep.equal({
      onFailure: { destinationArn: ARN("sqs", "announcements-failed-queue-id") },
    });
  });

  it("mails the configured addresses through the topic", () => {
    platform.one("aws:sns/topic:Topic", "announcements-topic-topic");
    const mails = platform
      .ofType("aws:sns/topicSubscription:TopicSubscription")
      .filter(({ inputs }) => inputs["topic"] === ARN("sns", "StudentNotification"));
    expect(mails.map(({ inputs }) => [inputs["protocol"], inputs["endpoint"]])).to.deep.equal([
      ["email", "registrar@acme.io"],
    ]);
  });
});
