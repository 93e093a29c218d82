import type * as pulumi from "@pulumi/pulumi";
import { Function } from "../../components/compute/function";
import { RedshiftWorkgroup } from "../../components/data/redshift-workgroup";
import { Table } from "../../components/data/table";
import { InputError } from "../../components/input-error";
import { Queue } from "../../components/messaging/queue";
import type { Monitoring } from "../../components/observability/monitoring";
import { counted } from "../../components/observability/counted";
import { network } from "./network";
import { students } from "./students";
import { isReleased } from "./released";
import type { System, SystemContext } from "./system";

const TIMEOUT_SECONDS = 60;

/** R11: keeps a warehouse of the students up to date, out of the table's stream. */
export const etl: System<"etl"> = {
  name: "etl",
  needs: ["students"],
  uses: ["network"],
  build(context) {
    const { environment, settings, options } = context;
    const key = context.key();
    const { table } = context.resultOf(students);

    const target = settings.target === "redshift" ? redshift(context) : dynamodb(context);
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
    const failed = new Queue(
      "etl-failed",
      { key, visibilityTimeoutSeconds: 60, deadLetter: false, removal: environment.removal },
      options,
    );
    const load = new Function(
      "load-warehouse",
      {
        entry: "functions/etl/load.ts",
        functionName: "loadWarehouse",
        description: "Loads changes of the students into the warehouse.",
        key,
        environment: {
          TARGET: target.variable,
          REJECTS_TABLE_NAME: rejects.tableName,
          ...(settings.excludedRollPrefix && { EXCLUDED_ROLL_PREFIX: settings.excludedRollPrefix }),
        },
        progressiveDeployment: isReleased(environment, "load-warehouse"),
        timeoutSeconds: TIMEOUT_SECONDS,
        memoryMegabytes: 512,
        logRetentionDays: environment.logRetentionDays,
        reservedConcurrency: context.reservedConcurrency(settings.reservedConcurrency),
        // Its own queue: the function is fed by the stream alone.
        deadLetterQueue: failed,
      },
      options,
    );
    target.grant(load);
    rejects.grantWrite(load, { actions: ["dynamodb:PutItem"] });
    load.addStreamSource(table, {
      batchSize: 100,
      maximumBatchingWindowSeconds: 1,
      startingPosition: "TRIM_HORIZON",
      onFailure: failed,
      maximumRetryAttempts: 10,
    });
    return {
      functions: { "load-warehouse": load },
      outputs: {
        table: table.tableName,
        target: target.name,
        rejects: rejects.tableName,
        function: load.functionName,
        failedQueue: failed.url,
      },
      business: [
        {
          kind: "graph",
          title: "Rows of the warehouse",
          metrics: [
            counted(load, "RowsLoaded", "loaded"),
            counted(load, "RowsUnchanged", "unchanged"),
            counted(load, "RowsRejected", "rejected"),
          ],
        },
      ],
      monitoring: [load.monitoring, failed.monitoring, ...target.monitoring, rejects.monitoring],
    };
  },
};

/** Where rows go: what the function is told, and may. */
interface Target {
  name: pulumi.Input<string>;
  /** JSON, as the function reads it. */
  variable: pulumi.Input<string>;
  grant(load: Function): void;
  monitoring: Monitoring[];
}

function dynamodb(context: SystemContext<"etl">): Target {
  const table = new Table(
    "etl-warehouse",
    { key: context.key(), partitionKey: { name: "roll", type: "S" }, removal: context.environment.removal },
    context.options,
  );
  return {
    name: table.tableName,
    variable: table.tableName.apply((tableName) => JSON.stringify({ kind: "table", tableName })),
    grant: (load) => table.grantWrite(load, { actions: ["dynamodb:UpdateItem"] }),
    monitoring: [table.monitoring],
  };
}

function redshift(context: SystemContext<"etl">): Target {
  const net = context.resultIfOn(network);
  if (!net)
    throw new InputError(
      "platform:stacks:System",
      "etl",
      "target",
      "redshift",
      "switch the system network on, or use table",
    );
  const workgroup = new RedshiftWorkgroup(
    "etl-redshift",
    {
      key: context.key(),
      network: net.network,
      databaseName: "warehouse",
      logRetentionDays: context.environment.logRetentionDays,
      removal: context.environment.removal,
    },
    context.options,
  );
  const { workgroupName, databaseName } = workgroup;
  return {
    name: workgroup.workgroup.workgroupName,
    variable: JSON.stringify({ kind: "redshift", workgroupName, database: databaseName }),
    grant: (load) => workgroup.grantDataApi(load),
    monitoring: [workgroup.monitoring],
  };
}
