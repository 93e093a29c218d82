import { expect } from "chai";
import { eventsOf } from "../../../components/workflow/check-definition";
import { invokeFunction, sendMessage } from "../../../components/workflow/calls";
import { choice, task } from "../../../components/workflow/states";
import type { Recorded } from "../../support/record";
import { record } from "../../support/record";
import { makeFifo, makeFunction, makeKey } from "../../components/workflow/support";
import { recordPlatform, roleDocument } from "./platform";

const ARN = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:111122223333:${rest}`;
const ON = { "platform:systems": JSON.stringify({ transfer: {} }) };

const GIVEN = "$states.context.Execution.Input.correlationId";
const CORRELATION_ID = `{% ${GIVEN} ? $string(${GIVEN}) : $states.context.Execution.Name %}`;

describe("transfer", function () {
  this.timeout(60_000);
  let platform: Recorded<unknown>;
  let definition: { States: Record<string, any>; StartAt: string };
  before(async () => {
    platform = await recordPlatform(ON);
    const { inputs } = platform.one("aws:sfn/stateMachine:StateMachine", "transfer-machine-machine");
    definition = JSON.parse(inputs["definition"] as string);
  });

  it("has a queue that keeps the order of each execution, and tells a repeated message by its row", () => {
    expect(platform.one("aws:sqs/queue:Queue", "transfer-queue-queue").inputs).to.include({
      name: "transfer.fifo",
      fifoQueue: true,
      deduplicationScope: "messageGroup",
      contentBasedDeduplication: false,
    });
    expect(definition.States["Send the row"].Arguments).to.deep.equal({
      QueueUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/transfer.fifo",
      MessageBody: "{% $message %}",
      MessageGroupId: "{% $list %}",
      MessageDeduplicationId: "{% $list & '-' & $string($position) %}",
      MessageAttributes: { correlationId: { DataType: "String", StringValue: CORRELATION_ID } },
    });
  });

  it("hands the id of the input, or its own name, to the function, each message and the execution that goes on", () => {
    expect(definition.States["Seed the table"].Arguments.Payload).to.deep.equal({
      correlationId: CORRELATION_ID,
      execution: "{% $states.context.Execution.Name %}",
      input: "{% $states.input %}",
    });
    expect(definition.States["Go on in a new execution"].Arguments.Input.correlationId).to.equal(CORRELATION_ID);
  });

  it("reads one row after another, as the last write left it", () => {
    const { Resource, Arguments, Next } = definition.States["Read the row"];
    expect(Resource).to.equal("arn:aws:states:::dynamodb:getItem");
    expect(Arguments.Key).to.deep.equal({ list: { S: "{% $list %}" }, position: { N: "{% $string($position) %}" } });
    expect(Arguments.ConsistentRead).to.equal(true);
    expect(Next).to.equal("Send the row");
    expect(definition.States["Send the row"].Next).to.equal("Which row is next?");
    expect(definition.States["Which row is next?"]).to.deep.equal({
      Type: "Choice",
      Choices: [
        { Condition: "{% $position > $rows %}", Next: "Done" },
        { Condition: "{% $position > $last %}", Next: "Go on in a new execution" },
      ],
      Default: "Read the row",
    });
  });

  it("retries and catches on every task, and repeats the seeding where the table was busy", () => {
    for (const [name, state] of Object.entries(definition.States)) {
      if (state.Type !== "Task") continue;
      expect(state.Retry.at(-1), name).to.include({ BackoffRate: 2, MaxAttempts: 5, JitterStrategy: "FULL" });
      expect(state.Catch.at(-1), name).to.deep.include({ ErrorEquals: ["States.ALL"], Next: "Failed" });
    }
    expect(definition.States["Seed the table"].Retry[0].ErrorEquals).to.include("TableBusy");
    expect(definition.States["Read the row"].Retry[0].ErrorEquals).to.include(
      "DynamoDB.ProvisionedThroughputExceededException",
    );
  });

  it("gives its role that function, table and queue, and itself to go on with", () => {
    const policies = Object.values(roleDocument(platform, "transfer-machine")).flat();
    const resources = policies
      .filter(({ Action }) => ![Action].flat().some((each) => /^(kms|logs|xray):/.test(each)))
      .map(({ Action, Resource }) => [Action, Resource]);
    expect(resources).to.have.deep.members([
      ["lambda:InvokeFunction", ARN("lambda", "function:seedTransfer:live")],
      ["dynamodb:GetItem", ARN("dynamodb", "table/transfer-table-id")],
      ["sqs:SendMessage", ARN("sqs", "transfer.fifo")],
      ["states:StartExecution", ARN("states", "stateMachine:transfer")],
    ]);
    const seed = Object.values(roleDocument(platform, "seed-transfer")).flat();
    const onTables = seed.filter(({ Action }) => [Action].flat().some((each) => each.startsWith("dynamodb:")));
    expect(onTables.map(({ Action, Resource }) => [Action, Resource])).to.deep.equal([
      ["dynamodb:BatchWriteItem", ARN("dynamodb", "table/transfer-table-id")],
    ]);
  });

  it("stays below the 25,000 events of a history, however often each row is retried", async () => {
    await record(() => {
      const key = makeKey();
      const send = sendMessage(makeFifo(key), { body: "x", groupId: "g", deduplicationId: "d" });
      const row =
        eventsOf(choice({ rules: [], otherwise: "x" })) +
        // Reading and sending are retried alike.
        2 * eventsOf(task({ call: send, end: true }));
      const seed = eventsOf(task({ call: invokeFunction(makeFunction(key)), end: true }));
      expect(500 * row + seed + 20).to.be.below(25_000);
    });
    expect(definition.States["Seed the table"].Assign.last).to.equal(500);
    expect(definition.States["Continue the list"].Assign.last).to.equal(
      "{% $states.input.continueFrom.position + 499 %}",
    );
  });

  it("has a key that admits the log of a state machine, which other systems' keys do not", async () => {
    const sids = (recorded: Recorded<unknown>, key: string) =>
      (
        JSON.parse(recorded.one("aws:kms/key:Key", `${key}-key-key`).inputs["policy"] as string).Statement as {
          Sid: string;
        }[]
      ).map(({ Sid }) => Sid);
    expect(sids(platform, "transfer")).to.include("ReadLogsOfStates");
    expect(sids(platform, "shared")).not.to.include("ReadLogsOfStates");
  });
});
