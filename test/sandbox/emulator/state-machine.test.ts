import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetActivityTaskCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StartSyncExecutionCommand,
} from "@aws-sdk/client-sfn";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { Activity } from "../../../components/workflow/activity";
import { invokeFunction, runActivity, runMachine, sendMessage } from "../../../components/workflow/calls";
import { StateMachine, type StateMachineArgs } from "../../../components/workflow/state-machine";
import { choice, fail, map, parallel, pass, succeed, task, wait } from "../../../components/workflow/states";
import type { Emulator } from "../../../sandbox/emulator/emulator";
import { makeFifo, makeFunction, makeKey } from "../../components/workflow/support";
import { record } from "../../support/record";
import { eventually } from "../../support/sandbox";
import { clientSettings, createFunction } from "./create-function";
import { runningEmulator } from "./running-emulator";

// Fails as often as a file says that it has not yet failed: a function that fails loses its memory.
const HANDLER = `
const fs = require("node:fs");
class StockBusy extends Error { constructor() { super("busy"); this.name = "StockBusy"; } }
exports.handler = async ({ fails = 0, file = "none", n }) => {
  const path = require("node:path").join(require("node:os").tmpdir(), "state-machine-" + file);
  const failed = fs.existsSync(path) ? fs.readFileSync(path, "utf8").length : 0;
  if (failed < fails) { fs.appendFileSync(path, "x"); throw new StockBusy(); }
  return { doubled: n * 2, failed };
};`;

describe("state machines as the emulator runs them", function () {
  this.timeout(180_000);
  let emulator: Emulator;
  let states: SFNClient;

  before(async () => {
    emulator = await runningEmulator();
    states = new SFNClient({ ...clientSettings(emulator), disableHostPrefix: true });
    await createFunction(emulator, "check", HANDLER);
  });

  /** Deploys what the component makes of the arguments; the ARN is that of the emulator's account. */
  async function deploy(
    name: string,
    args: (key: ReturnType<typeof makeKey>) => Partial<StateMachineArgs>,
  ): Promise<string> {
    const { all } = await record(
      () => {
        const key = makeKey();
        const given = { description: "Tests.", startAt: "Begin", states: {}, ...args(key) };
        return new StateMachine(name, { key, ...given });
      },
      { identity: { accountId: emulator.accountId, region: emulator.region } },
    );
    const { inputs } = all.find((each) => each.name === `${name}-machine`)!;
    const { stateMachineArn } = await states.send(
      new CreateStateMachineCommand({
        name,
        definition: inputs["definition"] as string,
        roleArn: inputs["roleArn"] as string,
        type: inputs["type"] as "STANDARD",
      }),
    );
    return stateMachineArn!;
  }

  async function run(stateMachineArn: string, input: unknown) {
    const { executionArn } = await states.send(
      new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
    );
    const { status, output, error, cause } = await eventually(
      () => states.send(new DescribeExecutionCommand({ executionArn })),
      (answer) => answer.status !== "RUNNING",
      60,
    );
    return { status, error, cause, output: status === "SUCCEEDED" ? (JSON.parse(output!) as unknown) : undefined };
  }

  it("go through every type of state", async () => {
    const queue = await new SQSClient(clientSettings(emulator)).send(
      new CreateQueueCommand({ QueueName: "orders.fifo", Attributes: { FifoQueue: "true" } }),
    );
    const arn = await deploy("every-type", (key) => ({
      states: {
        Begin: pass({ assign: { list: "{% $states.input.list %}" }, output: "{% $states.input %}", next: "How many?" }),
        "How many?": choice({
          rules: [{ when: "{% $count($list) = 0 %}", next: "Nothing" }],
          otherwise: "Rest",
        }),
        Nothing: fail({ error: "NothingToDo", cause: "{% 'The list has ' & $string($count($list)) & ' items.' %}" }),
        Rest: wait({ seconds: 1, next: "Both" }),
        Both: parallel({
          branches: [
            {
              startAt: "Double each",
              states: {
                "Double each": map({
                  items: "{% $list %}",
                  itemSelector: { n: "{% $states.context.Map.Item.Value %}" },
                  processor: {
                    startAt: "Double",
                    states: { Double: task({ call: invokeFunction(makeFunction(key)), end: true }) },
                  },
                  output: "{% [$states.result.doubled] %}",
                  end: true,
                }),
              },
            },
            { startAt: "Count", states: { Count: pass({ output: "{% $count($list) %}", end: true }) } },
          ],
          next: "Tell",
        }),
        Tell: task({
          call: sendMessage(makeFifo(key), {
            body: { sum: "{% $sum($states.input[0]) %}" },
            groupId: "g",
            deduplicationId: "{% $states.context.Execution.Name %}",
          }),
          output: "{% $states.input %}",
          next: "End",
        }),
        End: succeed(),
      },
    }));
    expect(await run(arn, { list: [1, 2, 3] })).to.deep.equal({
      status: "SUCCEEDED",
      error: undefined,
      cause: undefined,
      output: [[2, 4, 6], 3],
    });
    const { Messages } = await new SQSClient(clientSettings(emulator)).send(
      new ReceiveMessageCommand({ QueueUrl: queue.QueueUrl }),
    );
    expect(Messages!.map(({ Body }) => JSON.parse(Body!))).to.deep.equal([{ sum: 12 }]);
    expect(await run(arn, { list: [] })).to.include({
      status: "FAILED",
      error: "NothingToDo",
      cause: "The list has 0 items.",
    });
  });

  it("retry an error by its name, catch it by its name, and else fail with it", async () => {
    const arn = await deploy("by-name", (key) => {
      const check = makeFunction(key);
      const states: StateMachineArgs["states"] = {
        Begin: choice({ rules: [{ when: "{% $states.input.caught %}", next: "Caught" }], otherwise: "Retried" }),
        Retried: task({ call: invokeFunction(check, undefined, ["StockBusy"]), end: true }),
        Caught: task({
          call: invokeFunction(check),
          catch: [{ errors: ["StockBusy"], next: "Later", output: "{% $states.errorOutput.Error %}" }],
          end: true,
        }),
        Later: pass({ output: { later: "{% $states.input %}" }, end: true }),
      };
      return { states };
    });
    const file = () => `${process.pid}-${Math.random()}`;
    const retried = await run(arn, { n: 1, fails: 2, file: file(), caught: false });
    expect(retried).to.deep.include({ status: "SUCCEEDED", output: { doubled: 2, failed: 2 } });
    expect((await run(arn, { n: 1, fails: 1, file: file(), caught: true })).output).to.deep.equal({
      later: "StockBusy",
    });
    const plain = await deploy("uncaught", (key) => ({
      states: { Begin: task({ call: invokeFunction(makeFunction(key)), end: true }) },
    }));
    expect(await run(plain, { n: 1, fails: 9, file: file() })).to.include({ status: "FAILED", error: "StockBusy" });
  });

  it("run another machine, and wait for a worker", async () => {
    const { activityArn } = await states.send(new CreateActivityCommand({ name: "approve" }));
    const outer = await deploy("outer", (key) => {
      const inner = new StateMachine("inner", {
        key,
        description: "Inner.",
        startAt: "Add",
        states: { Add: pass({ output: "{% $states.input + 1 %}", end: true }) },
      });
      return {
        states: {
          Begin: task({ call: runMachine(inner, { input: "{% $states.input.n %}" }), next: "Approve" }),
          Approve: task({ call: runActivity(new Activity("approve", { key }), { timeoutSeconds: 60 }), end: true }),
        },
      };
    });
    await deploy("inner", () => ({
      startAt: "Add",
      states: { Add: pass({ output: "{% $states.input + 1 %}", end: true }) },
    }));
    const ended = run(outer, { n: 41 });
    const { taskToken, input } = await states.send(new GetActivityTaskCommand({ activityArn }));
    expect(JSON.parse(input!)).to.equal(42);
    await states.send(new SendTaskSuccessCommand({ taskToken, output: '{"approved":true}' }));
    expect((await ended).output).to.deep.equal({ approved: true });
  });

  it("answer at once where they are Express machines", async () => {
    const stateMachineArn = await deploy("quick", (key) => ({
      type: "EXPRESS",
      states: { Begin: task({ call: invokeFunction(makeFunction(key)), end: true }) },
    }));
    const { status, output } = await states.send(new StartSyncExecutionCommand({ stateMachineArn, input: '{"n":21}' }));
    expect([status, JSON.parse(output!)]).to.deep.equal(["SUCCEEDED", { doubled: 42, failed: 0 }]);
  });
});
