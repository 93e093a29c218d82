import {
  GetAliasCommand,
  LambdaClient,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
} from "@aws-sdk/client-lambda";
import { GetQueueAttributesCommand, SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { zipSync } from "fflate";
import { deployedFunctions, swapCode, type DeployedFunction } from "../../../sandbox/deploy/swap-code";
import { clientOptions, runningSandbox } from "../../../sandbox/verbs/running";
import { eventually, newStudent, outputs, sandbox, sandboxOk, token } from "../../support/sandbox";

describe("redrive", () => {
  let lambda: LambdaClient;
  let sqs: SQSClient;
  let store: DeployedFunction;
  let alias: { FunctionName: string; Name: string };
  let queue: string;
  let deadLetterQueue: string;
  let url: string;
  let good: string;

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
    lambda = new LambdaClient(clientOptions(emulator));
    sqs = new SQSClient(clientOptions(emulator));
    store = deployedFunctions(emulator).find((each) => each.functionName === "storeStudents")!;
    alias = { FunctionName: store.functionName, Name: store.aliasName };
    ({ queue, deadLetterQueue, url } = outputs()["intake"] as { queue: string; deadLetterQueue: string; url: string });
    good = (await lambda.send(new GetAliasCommand(alias))).FunctionVersion!;
    // Five attempts at the real two minutes would take ten.
    await visibility("1");
  });
  after(async () => {
    await visibility("120");
    // The unpublished code too is again what the engine deployed.
    await swapCode(lambda, store);
    lambda.destroy();
    sqs.destroy();
  });

  it("brings back what a broken function could not store, once it is mended", async () => {
    const broken = zipSync({
      "index.js": Buffer.from('exports.handler = async () => { throw new Error("broken"); };'),
    });
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: store.functionName, ZipFile: broken }));
    const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName: store.functionName }));
    await lambda.send(new UpdateAliasCommand({ ...alias, FunctionVersion: Version }));
    const student = newStudent();
    const accessToken = await token();
    const headers = { "content-type": "application/json", authorization: `Bearer ${accessToken}` };
    const before = await dead();
    const accepted = await fetch(`${url}/students`, { method: "POST", headers, body: JSON.stringify(student) });
    expect(accepted.status).to.equal(202);
    await eventually(dead, (count) => count === before + 1, 60);

    await lambda.send(new UpdateAliasCommand({ ...alias, FunctionVersion: good }));
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
