import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { clientSettings, createFunction } from "./create-function";
import { runningEmulator } from "./running-emulator";

const HANDLER = `
class TableBusy extends Error { constructor() { super("busy"); this.name = "TableBusy"; } }
exports.handler = async (event) => {
  if (event.die) process.exit(1);
  if (event.fail) throw new TableBusy();
  console.log("own line");
  await new Promise((resolve) => setTimeout(resolve, event.wait ?? 0));
  return "done";
};`;

describe("what a function's invocation answers in the sandbox", function () {
  this.timeout(180_000);
  let lambda: LambdaClient;

  before(async () => {
    const emulator = await runningEmulator();
    lambda = new LambdaClient(clientSettings(emulator));
    await createFunction(emulator, "answers", HANDLER);
  });

  async function invoke(event: object) {
    const { LogResult, Payload } = await lambda.send(
      new InvokeCommand({
        FunctionName: "answers",
        Qualifier: "1",
        LogType: "Tail",
        Payload: Buffer.from(JSON.stringify(event)),
      }),
    );
    const log = Buffer.from(LogResult ?? "", "base64").toString();
    return { log, payload: JSON.parse(Buffer.from(Payload!).toString()) as unknown };
  }

  it("ends the tail with a REPORT, of a cold start with its initialisation", async () => {
    const { log: cold } = await invoke({});
    expect(cold).to.match(
      /^START RequestId: [^\n]+\nown line\nEND RequestId: [^\n]+\nREPORT RequestId: \S+\tDuration: \d+\.\d\d ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\tInit Duration: \d+\.\d\d ms\t$/,
    );
    const { log: warm } = await invoke({ wait: 30 });
    expect(warm).not.to.contain("Init Duration");
    expect(Number(/\tDuration: ([\d.]+) ms/.exec(warm)![1])).to.be.within(29, 500);
  });

  it("names an error as the handler does, and tells of one that ended the process", async () => {
    expect((await invoke({ fail: true })).payload).to.deep.equal({ errorType: "TableBusy", errorMessage: "busy" });
    expect((await invoke({ die: true })).payload).to.include({ errorType: "Runtime.ExitError" });
  });
});
