import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { randomUUID } from "node:crypto";
import type { CorrelatedLine } from "../../../sandbox/logs/correlated-lines";
import { eventually, feed, newStudent, outputs, sandbox, sandboxOk, token } from "../../support/sandbox";
import { clientSettings, execute } from "./executions";

describe("one request through all logs", function () {
  this.timeout(180_000);
  let accessToken: string;
  before(async () => {
    accessToken = await token();
  });

  /** Calls an API, and gives the gateway's id of the request, as a caller finds it in the answer's headers. */
  async function post(url: string, body: object, headers: Record<string, string> = {}) {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${accessToken}`, ...headers },
      body: JSON.stringify(body),
    });
    const id = response.headers.get("x-amzn-requestid") ?? "";
    expect(id, "the answer has the request's id").to.match(/^[\w-]{8,}$/);
    return { status: response.status, id };
  }

  /** What `npm run sandbox -- logs --correlation ID` tells, once it tells of all that is named: `function: level message`. */
  async function followed(id: string, ...all: string[]): Promise<string[]> {
    const lines = await eventually(
      async () => {
        const { stdout } = await sandbox("logs", "--correlation", id, "--json");
        const found = stdout
          .split("\n")
          .filter((line) => line.startsWith("{"))
          .map((line) => JSON.parse(line) as CorrelatedLine);
        return found.map(({ from, what }) => `${from}: ${what}`);
      },
      (found) => all.every((line) => found.includes(line)),
      90,
    );
    return lines;
  }

  it("follows a student who was added to the mail about it", async () => {
    const { url, apiKey } = outputs()["students"] as { url: string; apiKey: string };
    const student = newStudent();
    const { status, id } = await post(`${url}/addstudentdetails?Roll=${student.Roll}`, student, {
      "x-api-key": apiKey,
    });
    expect(status).to.equal(200);
    const lines = await followed(id, "addStudentDetails: INFO answered", "streamfunction: INFO announced");
    expect(lines.join("\n"), "no personal data").not.to.contain(student["FirstName"]);
  });

  it("follows a student through the queue", async () => {
    const { status, id } = await post(`${outputs()["intake"].url}/students`, newStudent());
    expect(status).to.equal(202);
    await followed(id, "storeStudents: INFO stored", "streamfunction: INFO announced");
  });

  it("follows an event through the stream to its connector", async () => {
    const event = { type: "note.taken", source: "test", detail: {} };
    const { status, id } = await post(`${outputs()["events"].url}/events`, event);
    expect(status).to.equal(202);
    // On a busy machine the emulator may write a function's last line down only with its next run; so let there be one.
    expect((await post(`${outputs()["events"].url}/events`, event)).status).to.equal(202);
    await followed(id, "ingestEvents: INFO answered", "routeEvents: INFO routed", "storeEvent: INFO stored");
  });

  it("follows a post by the id that its producer put beside it", async () => {
    const id = `post-${randomUUID()}`;
    await feed("trends", { id, text: "#followed", at: new Date().toISOString(), correlationId: id });
    await followed(id, "countHashtags: INFO counted");
  });

  it("follows an execution by the id in its input into its function and its messages, else by its name", async () => {
    const { stateMachineArn, queue } = outputs()["transfer"] as { stateMachineArn: string; queue: string };
    const id = `given-${randomUUID()}`;
    const name = `named-${randomUUID()}`;
    const ends = [
      await execute(stateMachineArn, { items: [id], correlationId: id }),
      await execute(stateMachineArn, { items: [name] }, name),
    ];
    expect(ends.map(({ status }) => status)).to.deep.equal(["SUCCEEDED", "SUCCEEDED"]);
    await followed(id, "seedTransfer: INFO seeded");
    await followed(name, "seedTransfer: INFO seeded");
    const sqs = new SQSClient(clientSettings());
    const ids = new Map<string, string | undefined>();
    await eventually(
      async () => {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl: queue, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] }),
        );
        for (const { Body, MessageAttributes } of Messages)
          ids.set(Body!, MessageAttributes?.["correlationId"]?.StringValue);
        return ids;
      },
      (found) => found.has(id) && found.has(name),
    );
    sqs.destroy();
    expect([ids.get(id), ids.get(name)]).to.deep.equal([id, name]);
  });

  it("says so where nothing tells of an id", async () => {
    const { code, stderr } = await sandbox("logs", "--correlation", "nothing-has-this-id");
    expect(code).to.equal(1);
    expect(stderr).to.contain("No record of any log group has");
    await sandboxOk("logs", "addStudentDetails", "--since", "1");
  });
});
