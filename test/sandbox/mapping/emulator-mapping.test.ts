import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import type { Emulator } from "../../../sandbox/emulator/emulator";
import { apiGateway, createApi, type TestApi } from "../emulator/create-api";
import { clientSettings, createFunction } from "../emulator/create-function";
import { runningEmulator } from "../emulator/running-emulator";

const HANDLER = `exports.handler = async (event) => {
  if (event.roll === "boom") throw new Error("it broke");
  return { status: event.roll === "none" ? 404 : 200, body: event };
};`;
const json = { "content-type": "application/json" };

describe("mapping on the emulator", function () {
  this.timeout(180_000);
  let emulator: Emulator;
  let api: TestApi;
  let uri: string;
  const post = (path: string, body: string, headers: Record<string, string> = json) =>
    fetch(`${api.url}${path}`, { method: "POST", headers, body });

  before(async () => {
    emulator = await runningEmulator();
    const arn = await createFunction(emulator, "mapped", HANDLER);
    uri = `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${arn}:\${stageVariables.collegealias}/invocations`;
    const origin = { "method.response.header.Access-Control-Allow-Origin": "'*'" };
    api = await createApi(
      emulator,
      {
        type: "AWS",
        httpMethod: "POST",
        uri,
        passthroughBehavior: "WHEN_NO_TEMPLATES",
        requestTemplates: {
          "application/json": '{"roll":"$input.params(\'Roll\')","stage":"$context.stage","body":$input.json(\'$\')}',
        },
      },
      {
        200: {
          responseParameters: origin,
          responseTemplates: {
            "application/json": "#set($context.responseOverride.status = $input.path('$.status'))$input.json('$.body')",
          },
        },
        500: {
          selectionPattern: "(.|\\n)+",
          responseParameters: origin,
          responseTemplates: { "application/json": "{}" },
        },
      },
    );
  });

  it("runs the deployed templates around the alias that the stage names", async () => {
    const answer = await post("/add?Roll=7", '{"name":"O\'Brien"}');
    expect(answer.status).to.equal(200);
    expect(answer.headers.get("access-control-allow-origin")).to.equal("*");
    expect(await answer.json()).to.deep.equal({ roll: "7", stage: "Dev", body: { name: "O'Brien" } });
  });

  it("takes status and errors from the templates", async () => {
    expect((await post("/add?Roll=none", "{}")).status).to.equal(404);
    const broken = await post("/add?Roll=boom", "{}");
    expect([broken.status, await broken.text(), broken.headers.get("access-control-allow-origin")]).to.deep.equal([
      500,
      "{}",
      "*",
    ]);
  });

  it("refuses a body that is not JSON and a content type without a template", async () => {
    const broken = await post("/add?Roll=1", "no json");
    expect(broken.status).to.equal(400);
    expect(((await broken.json()) as { message: string }).message).to.match(
      /^Could not parse request body into json: /,
    );
    expect((await post("/add?Roll=1", "x", { "content-type": "text/plain" })).status).to.equal(415);
  });

  it("answers reads with what was sent, so that a second deployment changes nothing", async () => {
    const read = await apiGateway(emulator, "GET", `${api.method}/integration`);
    expect(read).to.include({ type: "AWS", uri, passthroughBehavior: "WHEN_NO_TEMPLATES" });
    expect(read.integrationResponses["500"].selectionPattern).to.equal("(.|\\n)+");
  });

  it("is a configuration error when the stage variable is missing", async () => {
    await apiGateway(emulator, "PATCH", `/restapis/${api.apiId}/stages/Dev`, {
      patchOperations: [{ op: "remove", path: "/variables/collegealias" }],
    });
    const answer = await post("/add?Roll=1", "{}");
    expect([answer.status, await answer.json()]).to.deep.equal([500, { message: "Internal server error" }]);
  });

  it("sends batches to SQS and gives the template SQS's JSON", async () => {
    const sqs = new SQSClient(clientSettings(emulator));
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "intake" }));
    const entry = "SendMessageBatchRequestEntry.${foreach.count}";
    const queue = await createApi(
      emulator,
      {
        type: "AWS",
        httpMethod: "POST",
        uri: `arn:aws:apigateway:eu-west-1:sqs:path/${emulator.accountId}/intake`,
        passthroughBehavior: "NEVER",
        requestTemplates: {
          "application/json": `Action=SendMessageBatch#foreach($s in $input.path('$.students'))&${entry}.Id=s\${foreach.index}&${entry}.MessageBody=$util.urlEncode($s.Roll)#end`,
        },
      },
      {
        202: {
          responseTemplates: {
            "application/json":
              "[#foreach($m in $input.path('$.SendMessageBatchResponse.SendMessageBatchResult.Successful'))\"$m.Id\"#if($foreach.hasNext),#end#end]",
          },
        },
      },
    );
    const answer = await fetch(`${queue.url}/add`, {
      method: "POST",
      headers: json,
      body: '{"students":[{"Roll":"1 & 2"},{"Roll":"3"}]}',
    });
    expect([answer.status, await answer.json()]).to.deep.equal([202, ["s0", "s1"]]);
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    expect(Messages!.map(({ Body }) => Body).sort()).to.deep.equal(["1 & 2", "3"]);
  });

  it("selects by SQS's status when the queue is not there", async () => {
    const queue = await createApi(
      emulator,
      {
        type: "AWS",
        httpMethod: "POST",
        uri: `arn:aws:apigateway:eu-west-1:sqs:path/${emulator.accountId}/missing`,
        requestTemplates: { "application/json": "Action=SendMessage&MessageBody=x" },
      },
      { 202: {}, 503: { selectionPattern: "[45]\\d{2}", responseTemplates: { "application/json": "{}" } } },
    );
    expect((await fetch(`${queue.url}/add`, { method: "POST", headers: json, body: "{}" })).status).to.equal(503);
  });
});
