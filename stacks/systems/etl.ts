import { Function } from "../../components/compute/function";
import { Table } from "../../components/data/table";
import { Queue } from "../../components/messaging/queue";
import { students } from "./students";
import type { System } from "./system";

const TIMEOUT_SECONDS = 60;

/** R11: keeps a warehouse of the students up to date, out of the table's stream. */
export const etl: System<"etl"> = {
  name: "etl",
  needs: ["students"],
  build(context) {
    const { environment, settings, options } = context;
    const key = context.key();
    const { table } = context.resultOf(students);

    const target = new Table(
      "etl-warehouse",
      { key, partitionKey: { name: "roll", type: "S" }, removal: environment.removal },
      options,
    );
    const rejects = new Table(
      "etl-rejects",
      {
        key,
        partitionKey: { name: "eventId", type: "S" },
        timeToLiveAttribute: "expiration",
        removal: environment.removal,
      },
      options,
    );
    const failed = new Queue("etl-failed", { key, visibilityTimeoutSeconds: 60, deadLetter: false }, options);
    const load = new Function(
      "load-warehouse",
      {
        entry: "functions/etl/load.ts",
        functionName: "loadWarehouse",
        description: "Loads changes of the students into the warehouse.",
        key,
        environment: {
          TARGET: target.tableName.apply((tableName) => JSON.stringify({ kind: "table", tableName })),
          REJECTS_TABLE_NAME: rejects.tableName,
          ...(settings.excludedRollPrefix && { EXCLUDED_ROLL_PREFIX: settings.excludedRollPrefix }),
        },
        timeoutSeconds: TIMEOUT_SECONDS,
        memoryMegabytes: 512,
        logRetentionDays: environment.logRetentionDays,
        reservedConcurrency: context.reservedConcurrency(settings.reservedConcurrency),
        // Its own queue: the function is fed by the stream alone.
        deadLetterQueue: failed,
      },
      options,
    );
    target.grantWrite(load, { actions: ["dynamodb:UpdateItem"] });
    rejects.grantWrite(load, { actions: ["dynamodb:PutItem"] });
    load.addStreamSource(table, {
      batchSize: 100,
      maximumBatchingWindowSeconds: 1,
      startingPosition: "TRIM_HORIZON",
      onFailure: failed,
      maximumRetryAttempts: 10,
    });
    return {
      outputs: {
        table: table.tableName,
        target: target.tableName,
        rejects: rejects.tableName,
        function: load.functionName,
        failedQueue: failed.url,
      },
      monitoring: [load.monitoring, failed.monitoring, target.monitoring, rejects.monitoring],
    };
  },
};
