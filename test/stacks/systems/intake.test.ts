import { expect } from "chai";
import type { Recorded } from "../../support/record";
import { recordPlatform, roleDocument } from "./platform";

const ARN = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:111122223333:${rest}`;

describe("intake", function () {
  this.timeout(60_000);
  let platform: Recorded<unknown>;
  before(async () => {
    platform = await recordPlatform();
  });

  it("hides a message six times as long as the function may take, and sets it aside after five attempts", () => {
    const queue = platform.one("aws:sqs/queue:Queue", "intake-queue").inputs;
    const store = platform.one("aws:lambda/function:Function", "store-students-function").inputs;
    expect(queue["visibilityTimeoutSeconds"]).to.equal(6 * (store["timeout"] as number));
    expect(JSON.parse(queue["redrivePolicy"] as string)).to.deep.equal({
      deadLetterTargetArn: ARN("sqs", "intake-dead-letters-id"),
      maxReceiveCount: 5,
    });
  });

  it("takes batches of which single messages may fail", () => {
    const mapping = platform.one("aws:lambda/eventSourceMapping:EventSourceMapping", "store-students-queue").inputs;
    expect(mapping).to.include({ batchSize: 10, eventSourceArn: ARN("sqs", "intake-queue-id") });
    expect(mapping["functionResponseTypes"]).to.deep.equal(["ReportBatchItemFailures"]);
  });

  it("tells of the first dead letter", () => {
    const alarms = platform
      .ofType("aws:cloudwatch/metricAlarm:MetricAlarm")
      .filter(({ name }) => name === "intake-alarms-intake-dead-letters");
    expect(alarms).to.have.length(1);
    expect(alarms[0]!.inputs).to.include({
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      comparisonOperator: "GreaterThanThreshold",
      threshold: 0,
    });
    expect(alarms[0]!.inputs["alarmActions"]).to.deep.equal([ARN("sns", "dev-alarms-critical")]);
    expect(alarms[0]!.inputs["dimensions"]).to.deep.equal({ QueueName: "intake-dead-letters-id" });
  });

  it("goes from the gateway to the queue with no function between, by a role that may send there alone", () => {
    const integration = platform.one(
      "aws:apigateway/integration:Integration",
      "intake-api-post-students-integration",
    ).inputs;
    expect(integration["uri"]).to.match(/:apigateway:eu-west-1:sqs:path\/111122223333\/intake-queue/);
    const role = platform
      .ofType("aws:iam/role:Role")
      .find(({ inputs }) => (integration["credentials"] as string).endsWith(`role/${inputs["name"] as string}`))!;
    const actions = platform
      .ofType("aws:iam/rolePolicy:RolePolicy")
      .filter(({ inputs }) => inputs["role"] === role.inputs["name"])
      .flatMap(({ inputs }) => (JSON.parse(inputs["policy"] as string) as { Statement: any[] }).Statement)
      .filter(({ Action }) => !String(Action).startsWith("kms:"))
      .map(({ Action, Resource }) => [Action, Resource]);
    expect(actions).to.deep.equal([["sqs:SendMessage", ARN("sqs", "intake-queue-id")]]);
  });

  it("has a full validator with the model", () => {
    const { inputs } = platform.one("aws:apigateway/method:Method", "intake-api-post-students");
    expect(inputs).to.include({ authorization: "CUSTOM", requestValidatorId: "intake-api-full-validator-id" });
    expect(
      platform.one("aws:apigateway/requestValidator:RequestValidator", "intake-api-full-validator").inputs,
    ).to.include({ validateRequestBody: true, validateRequestParameters: true });
  });

  it("stores with PutItem on the one table alone", () => {
    const statements = Object.values(roleDocument(platform, "store-students")).flat();
    const onTables = statements.filter(({ Action }) => [Action].flat().some((each) => each.startsWith("dynamodb:")));
    expect(onTables.map(({ Action, Resource }) => [Action, Resource])).to.deep.equal([
      ["dynamodb:PutItem", ARN("dynamodb", "table/StudentDetails")],
    ]);
  });
});
