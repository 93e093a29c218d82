import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as zlib from "node:zlib";
import type { RecordedRequest } from "../../../sandbox/gateway/request-recorder";
import { ApiModels } from "../../../sandbox/record/api-models";
import { attribute } from "../../../sandbox/record/attribute";
import { readEngineCalls, type EngineCall } from "../../../sandbox/record/engine-calls";

const request = (given: Partial<RecordedRequest>): RecordedRequest => ({
  service: "sqs",
  method: "POST",
  target: "/",
  host: "127.0.0.1:4566",
  body: "",
  engineLog: 50,
  ...given,
});

const call = (type: string, names: string[], from = 0, to = 100): EngineCall => ({
  method: "Create",
  type,
  names,
  from,
  to,
});

describe("the recording of a deployment", () => {
  let folder: string;
  let models: ApiModels;

  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "platform-models-"));
    const model = (name: string, metadata: object, operations: Record<string, object>) => {
      const version = path.join(folder, name, "2020-01-01");
      fs.mkdirSync(version, { recursive: true });
      const text = JSON.stringify({ metadata, operations });
      fs.writeFileSync(path.join(version, "service-2.json.gz"), zlib.gzipSync(text));
    };
    const http = (method: string, requestUri: string) => ({ http: { method, requestUri } });
    model("sqs", { endpointPrefix: "sqs" }, { CreateQueue: http("POST", "/"), SetQueueAttributes: http("POST", "/") });
    model(
      "s3",
      { endpointPrefix: "s3" },
      {
        CreateBucket: http("PUT", "/{Bucket}"),
        PutBucketVersioning: http("PUT", "/{Bucket}?versioning"),
        PutBucketLifecycle: { ...http("PUT", "/{Bucket}?lifecycle"), deprecated: true },
        PutBucketLifecycleConfiguration: http("PUT", "/{Bucket}?lifecycle"),
        PutObject: http("PUT", "/{Bucket}/{Key+}"),
        CopyObject: http("PUT", "/{Bucket}/{Key+}"),
      },
    );
    model(
      "lambda",
      { endpointPrefix: "lambda" },
      {
        CreateFunction: http("POST", "/2015-03-31/functions"),
        GetFunction: http("GET", "/2015-03-31/functions/{FunctionName}"),
        Invoke: http("POST", "/2015-03-31/functions/{FunctionName}/invocations"),
      },
    );
    models = new ApiModels(folder);
  });
  after(() => fs.rmSync(folder, { recursive: true }));

  for (const [what, given, operation] of [
    ["one that names its operation", { action: "CreateQueue" }, "sqs:CreateQueue"],
    ["a bucket", { service: "s3", method: "PUT", target: "/mine?x-id=1" }, "s3:CreateBucket"],
    ["a part of a bucket", { service: "s3", method: "PUT", target: "/mine?versioning=" }, "s3:PutBucketVersioning"],
    [
      "the newer of two",
      { service: "s3", method: "PUT", target: "/m?lifecycle" },
      "s3:PutBucketLifecycleConfiguration",
    ],
    ["an object with a path", { service: "s3", method: "PUT", target: "/mine/a/b.html" }, "s3:PutObject"],
    ["a function", { service: "lambda", target: "/2015-03-31/functions/" }, "lambda:CreateFunction"],
    ["a call of one", { service: "lambda", target: "/2015-03-31/functions/one/invocations" }, "lambda:Invoke"],
  ] as [string, Partial<RecordedRequest>, string][])
    it(`tells the operation of ${what}`, () => {
      const found = models.operationOf(request(given));
      expect(found && `${found.service}:${found.operation}`).to.equal(operation);
    });

  it("tells of a request that no description knows", () => {
    const given = request({ service: "lambda", method: "PUT", target: "/2099-01-01/dreams?when=now" });
    expect(attribute([given], [], models).unknown).to.deep.equal(["lambda PUT /2099-01-01/dreams"]);
  });

  it("gives a request to the resource under way that it mentions, not to another of the service", () => {
    const calls = [call("aws:sqs/queue:Queue", ["orders"]), call("aws:sqs/queuePolicy:QueuePolicy", ["invoices"])];
    const requests = [
      request({ action: "CreateQueue", body: '{"QueueName":"orders"}' }),
      request({ action: "SetQueueAttributes", body: '{"QueueUrl":"http://x/invoices"}' }),
    ];
    expect(attribute(requests, calls, models).operations).to.deep.equal({
      "aws:sqs/queue:Queue": ["sqs:CreateQueue"],
      "aws:sqs/queuePolicy:QueuePolicy": ["sqs:SetQueueAttributes"],
    });
  });

  it("gives nothing to what had ended, or begun later", () => {
    const calls = [
      call("aws:sqs/queuePolicy:QueuePolicy", ["orders"], 0, 40),
      call("aws:sqs/queue:Queue", [], 45, 60),
      call("aws:sqs/redriveAllowPolicy:RedriveAllowPolicy", ["orders"], 55, 90),
    ];
    const requests = [request({ action: "SetQueueAttributes", body: "orders" })];
    expect(attribute(requests, calls, models).operations).to.deep.equal({
      "aws:sqs/queue:Queue": ["sqs:SetQueueAttributes"],
    });
  });

  it("reads when each call of the engine began and ended", async () => {
    const file = path.join(folder, "calls.jsonl");
    const urn = "urn:pulumi:sandbox::platform::platform:messaging:Queue$aws:sqs/queue:Queue::orders";
    const line = (progress: string) =>
      JSON.stringify({
        method: "/pulumirpc.ResourceProvider/Create",
        request: { urn, properties: { name: "orders" } },
        progress,
      });
    const lines = [
      line("request_started"),
      JSON.stringify({ method: "/pulumirpc.ResourceMonitor/Call" }),
      line("response_completed"),
    ];
    fs.writeFileSync(file, `${lines.join("\n")}\n`);
    const ends = lines.map((_, index) => Buffer.byteLength(`${lines.slice(0, index + 1).join("\n")}\n`));
    expect(await readEngineCalls(file)).to.deep.equal([
      { method: "Create", type: "aws:sqs/queue:Queue", names: ["orders"], from: ends[0], to: ends[2] },
    ]);
  });
});
