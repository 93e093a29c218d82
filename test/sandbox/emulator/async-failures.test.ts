import { InvokeCommand, LambdaClient, PutFunctionEventInvokeConfigCommand } from "@aws-sdk/client-lambda";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { clientSettings, createFunction } from "./create-function";
import { runningEmulator } from "./running-emulator";

const HANDLER = `exports.handler = async () => { throw new Error("no"); };`;

describe("an asynchronous invocation that fails in the sandbox", function () {
  this.timeout(180_000);

  it("goes to the destination of the alias it was invoked through, as Lambda writes it", async () => {
    const emulator = await runningEmulator();
    const settings = clientSettings(emulator);
    const lambda = new LambdaClient(settings);
    const sqs = new SQSClient(settings);
    const arn = await createFunction(emulator, "failing", HANDLER);
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "failing" }));
    await lambda.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName: "failing",
        Qualifier: "live",
        MaximumRetryAttempts: 0,
        DestinationConfig: {
          OnFailure: { Destination: `arn:aws:sqs:${emulator.region}:${emulator.accountId}:failing` },
        },
      }),
    );
    const Payload = Buffer.from('{"id":"e-1"}');
    await lambda.send(new InvokeCommand({ FunctionName: `${arn}:live`, InvocationType: "Event", Payload }));
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
    const body = JSON.parse(Messages[0]!.Body!) as { requestContext: object };
    expect(body).to.deep.include({ version: "1.0", requestPayload: { id: "e-1" } });
    expect(body)
      .to.have.property("timestamp")
      .that.matches(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(body.requestContext).to.include({ condition: "RetriesExhausted" });
    expect(body.requestContext)
      .to.have.property("requestId")
      .that.matches(/^[0-9a-f-]{36}$/);
  });
});
