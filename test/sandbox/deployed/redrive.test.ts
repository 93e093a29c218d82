import { GetQueueAttributesCommand, SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { clientOptions, runningSandbox } from "../../../sandbox/verbs/running";
import { eventually, newStudent, outputs, sandbox, sandboxOk, token } from "../../support/sandbox";
import { BrokenFunction } from "./broken-function";

describe("redrive", () => {
  let sqs: SQSClient;
  let store: BrokenFunction;
  let queue: string;
  let deadLetterQueue: string;
  let url: string;

  const visibility = (seconds: string) =>
    sqs.send(new SetQueueAttributesCommand({ QueueUrl: queue, Attributes: { VisibilityTimeout: seconds } }));
  const dead = async () => {
    const AttributeNames = ["ApproximateNumberOfMessages" as const];
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: deadLetterQueue, AttributeNames }));
    return Number(Attributes!["ApproximateNumberOfMessages"]);
  };

  // Not while the file is loaded: the sandbox is brought up after that.
  before(async () => {
    const { emulator } = runningSandbox();
    sqs = new SQSClient(clientOptions(emulator));
    store = new BrokenFunction("storeStudents");
    ({ queue, deadLetterQueue, url } = outputs()["intake"] as { queue: string; deadLetterQueue: string; url: string });
    // Five attempts at the real two minutes would take ten.
    await visibility("1");
  });
  after(async () => {
    await visibility("120");
    await store.restore();
    sqs.destroy();
  });

  it("brings back what a broken function could not store, once it is mended", async () => {
    await store.break();
    const student = newStudent();
    const accessToken = await token();
    const headers = { "content-type": "application/json", authorization: `Bearer ${accessToken}` };
    const before = await dead();
    const accepted = await fetch(`${url}/students`, { method: "POST", headers, body: JSON.stringify(student) });
    expect(accepted.status).to.equal(202);
    await eventually(dead, (count) => count === before + 1, 60);

    await store.mend();
    const said = JSON.parse(await sandboxOk("redrive", "intake", "--json")) as object;
    expect(said).to.include({ system: "intake", deadLetterQueue, moved: before + 1 });
    const { url: students, apiKey } = outputs()["students"] as Record<string, string>;
    const get = () =>
      fetch(`${students}/getstudentdetails?Roll=${student.Roll}`, { headers: { ...headers, "x-api-key": apiKey! } });
    await eventually(
      async () => (await get()).status,
      (status) => status === 200,
    );
    expect(await sandboxOk("redrive")).to.match(/^intake: \d+ moved$/m);
  });

  it("names the systems it knows where another is asked for", async () => {
    const { code, stderr } = await sandbox("redrive", "students");
    expect(code).to.equal(2);
    const [, list = ""] = /Name one system with a dead-letter queue: ([a-z, ]+)/.exec(stderr) ?? [];
    expect(list.trim().split(", ")).to.include("intake").and.not.include("students");
  });
});
