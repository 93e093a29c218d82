import { expect } from "chai";
import type { Recorded } from "../../support/record";
import { loadAsDeployed } from "../../support/load-as-deployed";
import { recordPlatform, roleDocument } from "./platform";

const ARN = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:111122223333:${rest}`;
const FUNCTION = (name: string) => ARN("lambda", `function:${name}:live`);
const SECRET = ARN("secretsmanager", "secret:platform/dev/events/web-service-a1B2c3");
const ORIGINS = { "platform:allowedOrigins": JSON.stringify(["https://pages.test"]) };
const URL = "https://partner.test/events";

function systems(more: object = {}): string {
  return JSON.stringify({ identity: {}, events: { webService: { url: URL, token: { maxAgeSeconds: 60 } }, ...more } });
}

describe("events", function () {
  this.timeout(60_000);
  let platform: Recorded<unknown>;
  before(async () => {
    platform = await recordPlatform({ "platform:systems": systems(), ...ORIGINS });
  });

  const environment = (fn: string) =>
    (platform.one("aws:lambda/function:Function", `${fn}-function`).inputs["environment"] as any).variables;
  /** Every statement but those that each function has: log, environment, traces, undeliverable events. */
  const allowed = (fn: string) =>
    Object.entries(roleDocument(platform, fn))
      .filter(([name]) => !["write-logs", "decrypt-environment", "send-traces", "send-undeliverable"].includes(name))
      .flatMap(([, statements]) => statements)
      .filter(({ Action }) => !String(Action).startsWith("kms:"))
      .map(({ Action, Resource }) => [[Action].flat().join(" "), [Resource].flat().join(" ")]);

  for (const [fn, entry] of [
    ["ingest-events", "ingest"],
    ["route-events", "route"],
    ["store-event", "store"],
    ["deliver-event", "deliver"],
    ["keep-failed-event", "keep-failed"],
    ["replay-events", "replay"],
  ] as const) {
    it(`starts ${fn} with the environment that it gets`, () => {
      loadAsDeployed(platform, fn, `functions/events/${entry}.ts`);
    });
  }

  it("does not let a bad record block its shard", () => {
    const { inputs } = platform.one("aws:lambda/eventSourceMapping:EventSourceMapping", "route-events-stream");
    expect(inputs).to.deep.include({
      eventSourceArn: ARN("kinesis", "stream/events-stream-id"),
      functionName: FUNCTION("routeEvents"),
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: 5,
      maximumRecordAgeInSeconds: 86_400,
      functionResponseTypes: ["ReportBatchItemFailures"],
      destinationConfig: { onFailure: { destinationArn: ARN("sqs", "events-failed-queue-id") } },
    });
  });

  it("tells the router of the connectors by each name that a rule may use", () => {
    const targets = {
      table: "storeEvent",
      web: "deliverEvent",
      storeEvent: "storeEvent",
      deliverEvent: "deliverEvent",
    };
    for (const fn of ["route-events", "replay-events"]) {
      expect(JSON.parse(environment(fn).CONNECTORS as string)).to.deep.equal(
        Object.fromEntries(Object.entries(targets).map(([name, each]) => [name, FUNCTION(each)])),
      );
    }
  });

  it("lets the router read the rules and the stream, invoke the connectors, and set records aside", () => {
    const bucket = "arn:aws:s3:::events-rules-bucket-id";
    expect(allowed("route-events")).to.have.deep.members([
      ["s3:GetObject s3:GetObjectVersion", `${bucket}/rules.json*`],
      ["s3:ListBucketVersions", bucket],
      ["lambda:InvokeFunction", FUNCTION("storeEvent")],
      ["lambda:InvokeFunction", FUNCTION("deliverEvent")],
      ["sqs:SendMessage", ARN("sqs", "events-failed-queue-id")],
      [
        "kinesis:DescribeStream kinesis:DescribeStreamSummary kinesis:GetRecords kinesis:GetShardIterator kinesis:ListShards",
        ARN("kinesis", "stream/events-stream-id"),
      ],
    ]);
  });

  it("lets the others do their one thing", () => {
    const failed = ARN("sqs", "events-failed-queue-id");
    expect(allowed("ingest-events")).to.deep.equal([
      ["kinesis:PutRecord kinesis:PutRecords", ARN("kinesis", "stream/events-stream-id")],
    ]);
    expect(allowed("store-event")).to.have.deep.members([
      ["dynamodb:PutItem", ARN("dynamodb", "table/events-stored-table-id")],
      ["sqs:SendMessage", failed],
    ]);
    const state = ARN("dynamodb", "table/events-state-table-id");
    expect(allowed("deliver-event")).to.have.deep.members([
      ["dynamodb:PutItem dynamodb:UpdateItem dynamodb:DeleteItem", state],
      ["dynamodb:GetItem", state],
      ["secretsmanager:GetSecretValue", SECRET],
      ["sqs:SendMessage", failed],
    ]);
    const kept = ARN("dynamodb", "table/events-failed-events-table-id");
    expect(allowed("replay-events")).to.have.deep.members([
      ["dynamodb:Query", `${kept} ${kept}/index/waiting`],
      ["dynamodb:UpdateItem", kept],
      ["kinesis:PutRecord kinesis:PutRecords", ARN("kinesis", "stream/events-stream-id")],
      ["lambda:InvokeFunction", FUNCTION("storeEvent")],
      ["lambda:InvokeFunction", FUNCTION("deliverEvent")],
    ]);
  });

  it("tries each connector three times, and then sends the event to the queue of failures", () => {
    for (const fn of ["store-event", "deliver-event"]) {
      const { inputs } = platform.one(
        "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
        `${fn}-event-invoke`,
      );
      expect(inputs).to.deep.include({
        qualifier: "live",
        maximumRetryAttempts: 2,
        destinationConfig: { onFailure: { destination: ARN("sqs", "events-failed-queue-id") } },
      });
    }
    const queue = platform.one("aws:sqs/queue:Queue", "events-failed-queue").inputs;
    const keep = platform.one("aws:lambda/function:Function", "keep-failed-event-function").inputs;
    expect(queue["visibilityTimeoutSeconds"]).to.equal(6 * (keep["timeout"] as number));
  });

  it("puts the first rules, in a versioned bucket, and leaves later ones alone", () => {
    const object = platform.one("aws:s3/bucketObjectv2:BucketObjectv2", "events-rules-rules");
    expect(object.inputs).to.include({ key: "rules.json", contentType: "application/json" });
    expect(JSON.parse(object.inputs["content"] as string)).to.include({ version: 1, default: "table" });
    expect(object.ignoreChanges).to.include.members(["content", "etag"]);
    expect(platform.one("aws:s3/bucketVersioning:BucketVersioning", "events-rules-versioning").inputs).to.deep.include({
      versioningConfiguration: { status: "Enabled" },
    });
  });

  it("names the web service and its secret, and no token", () => {
    expect(environment("deliver-event")).to.include({
      WEB_SERVICE_URL: URL,
      WEB_SERVICE_SECRET_ARN: SECRET,
      WEB_SERVICE_SECRET_MAX_AGE_SECONDS: "60",
      WEB_SERVICE_TIMEOUT_MILLISECONDS: "3000",
    });
  });

  it("makes a secret for the token, under the system's key and empty, and none where the service asks for none", async () => {
    expect(platform.one("aws:secretsmanager/secret:Secret", "web-service-token-secret").inputs).to.deep.include({
      name: "platform/dev/events/web-service",
      kmsKeyId: ARN("kms", "key/events-key-key-id"),
    });
    expect(platform.ofType("aws:secretsmanager/secretVersion:SecretVersion")).to.deep.equal([]);
    const without = await recordPlatform({ "platform:systems": systems({ webService: { url: URL } }), ...ORIGINS });
    expect(without.ofType("aws:secretsmanager/secret:Secret")).to.deep.equal([]);
    const { variables } = without.one("aws:lambda/function:Function", "deliver-event-function").inputs[
      "environment"
    ] as { variables: Record<string, string> };
    expect(Object.keys(variables).filter((name) => name.includes("SECRET"))).to.deep.equal([]);
    expect(JSON.stringify(roleDocument(without, "deliver-event"))).not.to.contain("secretsmanager");
  });

  it("has its own scope, a full validator, and lets a megabyte through", () => {
    const method = platform.one("aws:apigateway/method:Method", "events-api-post-events").inputs;
    expect(method).to.include({ authorization: "CUSTOM", requestValidatorId: "events-api-full-validator-id" });
    expect(platform.one("aws:cognito/resourceServer:ResourceServer", "identity-events").inputs).to.deep.include({
      identifier: "events",
      scopes: [{ scopeName: "write", scopeDescription: "Send events" }],
    });
    const client = platform.one("aws:cognito/userPoolClient:UserPoolClient").inputs;
    expect(client["allowedOauthScopes"]).to.include("events/write").and.not.include("trends/read");
  });

  it("tells of refused rules, of events that failed and of a service that is down", () => {
    const alarm = (name: string) =>
      platform.one("aws:cloudwatch/metricAlarm:MetricAlarm", `events-alarms-event-pipeline-${name}`).inputs;
    expect(alarm("rules-refused")).to.deep.include({
      namespace: "Platform",
      metricName: "RulesRefused",
      dimensions: { service: "routeEvents" },
      threshold: 0,
      alarmActions: [ARN("sns", "dev-alarms-critical")],
    });
    expect(alarm("events-failed")).to.deep.include({
      metricName: "EventsFailed",
      dimensions: { service: "keepFailedEvent" },
    });
    expect(alarm("circuit-opened")).to.deep.include({
      metricName: "CircuitOpened",
      dimensions: { service: "deliverEvent" },
    });
  });

  it("refuses a web service without TLS that is not on this machine, and a token in the configuration", () => {
    for (const webService of [
      { url: "http://partner.test/events" },
      { url: "https://user@partner.test" },
      { url: "http://127.0.0.1.partner.test/" },
      { url: URL, token: { maxAgeSeconds: 0 } },
      { url: URL, token: { token: "hunter2" } },
      { url: URL, timeoutMilliseconds: 10_000 },
    ]) {
      const program = () => recordPlatform({ "platform:systems": systems({ webService }), ...ORIGINS });
      expect(program, JSON.stringify(webService)).to.throw("platform:systems.events.webService");
    }
  });
});
