import { Function } from "../../components/compute/function";
import { Table } from "../../components/data/table";
import { Queue } from "../../components/messaging/queue";
import { continueAsNewExecution, getItem, invokeFunction, sendMessage } from "../../components/workflow/calls";
import { correlation } from "../../components/workflow/correlation-id";
import type { State } from "../../components/workflow/state";
import { StateMachine } from "../../components/workflow/state-machine";
import { choice, fail, pass, task } from "../../components/workflow/states";
import { counted } from "../../components/observability/counted";
import type { System } from "./system";

/** Nobody of the platform consumes the queue: a day without a consumer is worth a warning. */
const DAY_SECONDS = 86_400;

/** R6: a machine that reads the rows of a list one after another, and sends each to a queue. */
export const transfer: System<"transfer"> = {
  name: "transfer",
  keyServices: ["states"],
  build(context) {
    const { environment, settings, options } = context;
    const key = context.key();

    const table = new Table(
      "transfer",
      {
        key,
        partitionKey: { name: "list", type: "S" },
        sortKey: { name: "position", type: "N" },
        timeToLiveAttribute: "expires",
        removal: environment.removal,
      },
      options,
    );
    const queue = new Queue(
      "transfer-queue",
      {
        key,
        queueName: "transfer.fifo",
        fifo: true,
        visibilityTimeoutSeconds: 60,
        oldestMessageAlarmSeconds: DAY_SECONDS,
        removal: environment.removal,
      },
      options,
    );
    const seed = new Function(
      "seed-transfer",
      {
        entry: "functions/transfer/seed.ts",
        functionName: "seedTransfer",
        description: "Writes the rows of a list that is to be transferred.",
        key,
        environment: { TABLE_NAME: table.tableName },
        timeoutSeconds: 60,
        logRetentionDays: environment.logRetentionDays,
        reservedConcurrency: context.reservedConcurrency(settings.reservedConcurrency),
        deadLetterQueue: context.undeliverable,
      },
      options,
    );
    table.grantWrite(seed, { actions: ["dynamodb:BatchWriteItem"] });

    const machine = new StateMachine(
      "transfer-machine",
      {
        key,
        machineName: "transfer",
        description: "Sends the rows of a list to a queue, one after another.",
        startAt: "Is it continued?",
        states: states({ seed, table, queue, rowsPerExecution: settings.rowsPerExecution }),
        logRetentionDays: environment.logRetentionDays,
        production: environment.production,
      },
      options,
    );
    return {
      outputs: {
        stateMachineArn: machine.arn,
        queue: queue.url,
        deadLetterQueue: queue.deadLetterUrl,
        table: table.tableName,
        function: seed.functionName,
      },
      business: [
        {
          kind: "graph",
          title: "Rows transferred",
          metrics: [
            counted(seed, "RowsSeeded", "seeded"),
            {
              namespace: "AWS/SQS",
              name: "NumberOfMessagesSent",
              dimensions: { QueueName: queue.queue.name },
              statistic: "Sum",
              periodSeconds: 300,
              label: "sent",
            },
          ],
        },
      ],
      monitoring: [machine.monitoring, seed.monitoring, queue.monitoring, table.monitoring],
    };
  },
};

interface Parts {
  seed: Function;
  table: Table;
  queue: Queue;
  rowsPerExecution: number;
}

/**
 * The machine's states. Variables: `list` names the rows, of which there are `rows`; `position` is the next one, `last` the
 * last that this execution sends. A longer list goes on in a new execution, since a history holds 25,000 events.
 */
function states({ seed, table, queue, rowsPerExecution }: Parts): Record<string, State> {
  return {
    "Is it continued?": choice({
      rules: [{ when: "{% $exists($states.input.continueFrom) %}", next: "Continue the list" }],
      otherwise: "Seed the table",
    }),
    "Continue the list": pass({
      assign: {
        list: "{% $states.input.continueFrom.list %}",
        rows: "{% $states.input.continueFrom.rows %}",
        position: "{% $states.input.continueFrom.position %}",
        last: `{% $states.input.continueFrom.position + ${rowsPerExecution - 1} %}`,
      },
      next: "Which row is next?",
    }),
    "Seed the table": task({
      call: invokeFunction(
        seed,
        { ...correlation, execution: "{% $states.context.Execution.Name %}", input: "{% $states.input %}" },
        ["TableBusy"],
      ),
      assign: {
        list: "{% $states.result.Payload.list %}",
        rows: "{% $states.result.Payload.rows %}",
        position: 1,
        last: rowsPerExecution,
      },
      next: "Which row is next?",
    }),
    "Which row is next?": choice({
      rules: [
        { when: "{% $position > $rows %}", next: "Done" },
        { when: "{% $position > $last %}", next: "Go on in a new execution" },
      ],
      otherwise: "Read the row",
    }),
    "Read the row": task({
      call: getItem(table, { list: { S: "{% $list %}" }, position: { N: "{% $string($position) %}" } }),
      assign: { message: "{% $states.result.Item.message.S %}" },
      output: {},
      catch: [{ errors: ["States.QueryEvaluationError"], next: "The row is missing" }],
      next: "Send the row",
    }),
    "Send the row": task({
      call: sendMessage(queue, {
        body: "{% $message %}",
        groupId: "{% $list %}",
        // A retried or repeated task names the same message.
        deduplicationId: "{% $list & '-' & $string($position) %}",
        attributes: correlation,
      }),
      assign: { position: "{% $position + 1 %}" },
      output: {},
      next: "Which row is next?",
    }),
    "Go on in a new execution": task({
      call: continueAsNewExecution({
        name: "{% $list & '-' & $string($position) %}",
        input: {
          ...correlation,
          continueFrom: { list: "{% $list %}", rows: "{% $rows %}", position: "{% $position %}" },
        },
      }),
      output: {
        list: "{% $list %}",
        rows: "{% $rows %}",
        sent: "{% $position - 1 %}",
        continuedBy: "{% $states.result.ExecutionArn %}",
      },
      end: true,
    }),
    Done: pass({ output: { list: "{% $list %}", rows: "{% $rows %}", sent: "{% $rows %}" }, end: true }),
    "The row is missing": fail({
      error: "RowMissing",
      cause: "{% 'Row ' & $string($position) & ' of list ' & $list & ' is not in the table.' %}",
    }),
  };
}
