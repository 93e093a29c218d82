import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { expect } from "chai";
import * as fs from "node:fs";
import * as https from "node:https";
import * as os from "node:os";
import * as path from "node:path";
import { startEmulator, stopEmulator, type Emulator } from "../../../sandbox/emulator/emulator";

const accountId = "111122223333";
const region = "eu-west-1";

describe("a queue that takes nothing without TLS, where IAM is enforced", function () {
  this.timeout(120_000);
  let emulator: Emulator;
  let folder: string;
  const clients: SQSClient[] = [];

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "platform-queues-"));
    emulator = await startEmulator({ accountId, region, forwardPort: 0, enforceIam: true, sandbox: folder });
  });
  after(async () => {
    for (const client of clients) client.destroy();
    await stopEmulator({ sandbox: folder });
    fs.rmSync(folder, { recursive: true, force: true });
  });

  /** Of the account itself, as a function's: with the authority that the sandbox has functions trust. */
  function client(endpoint: string): SQSClient {
    const ca = fs.readFileSync(emulator.secure!.ca);
    const requestHandler = new NodeHttpHandler({ httpsAgent: new https.Agent({ ca }) });
    const credentials = { accessKeyId: accountId, secretAccessKey: "sandbox" };
    clients.push(new SQSClient({ endpoint, region, credentials, requestHandler }));
    return clients.at(-1)!;
  }

  it("is known by an address that can be sent to", async () => {
    const tlsOnly = {
      Effect: "Deny",
      Principal: "*",
      Action: "sqs:*",
      Resource: `arn:aws:sqs:${region}:${accountId}:jobs`,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [tlsOnly] });
    const { QueueUrl } = await client(emulator.endpoint).send(
      new CreateQueueCommand({ QueueName: "jobs", Attributes: { Policy } }),
    );
    expect(QueueUrl).to.equal(`${emulator.secure!.endpoint}/${accountId}/jobs`);

    const secure = client(new URL(QueueUrl!).origin);
    await secure.send(new SendMessageCommand({ QueueUrl, MessageBody: "work" }));
    const { Messages } = await secure.send(new ReceiveMessageCommand({ QueueUrl }));
    expect(Messages?.map(({ Body }) => Body)).to.deep.equal(["work"]);

    const plain = client(emulator.endpoint).send(new SendMessageCommand({ QueueUrl, MessageBody: "work" }));
    expect(await plain.catch((error: Error) => error.name)).to.match(/^AccessDenied/);
  });
});
