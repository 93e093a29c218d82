import type * as pulumi from "@pulumi/pulumi";
import { Function } from "../../components/compute/function";
import { Table } from "../../components/data/table";
import type { Queue } from "../../components/messaging/queue";
import type { Stream } from "../../components/messaging/stream";
import type { Monitoring } from "../../components/observability/monitoring";
import { WAITING_INDEX } from "../../functions/events/failed-event";
import type { EventConnectors } from "./event-connectors";
import type { SystemContext } from "./system";

/** Seconds that the function may take which keeps failed events; the queue hides a message six times as long. */
export const KEEP_TIMEOUT_SECONDS = 30;

/** What failed events are kept and replayed with. */
export interface EventFailuresArgs {
  /** Where they arrive. */
  failed: Queue;
  /** Where records are read again, and put again. */
  stream: Stream;
  connectors: EventConnectors;
  /** ARNs of the connectors by target, as JSON. */
  targets: pulumi.Input<string>;
}

/** The other end of the queue of failures: events that failed are kept in a table, and sent again when somebody says so. */
export interface EventFailures {
  table: Table;
  keep: Function;
  replay: Function;
  monitoring: Monitoring[];
}

/** Makes what keeps and replays failed events. */
export function eventFailures(context: SystemContext<"events">, args: EventFailuresArgs): EventFailures {
  const { environment, settings, options } = context;
  const { failed, stream, connectors } = args;
  const key = context.key();
  const shared = { key, logRetentionDays: environment.logRetentionDays, deadLetterQueue: context.undeliverable };

  const table = new Table(
    "events-failed-events",
    {
      key,
      partitionKey: { name: "id", type: "S" },
      indexes: [
        {
          name: WAITING_INDEX,
          partitionKey: { name: "waiting", type: "S" },
          sortKey: { name: "failedAt", type: "S" },
        },
      ],
      timeToLiveAttribute: "expiration",
      removal: environment.removal,
    },
    options,
  );
  const keep = new Function(
    "keep-failed-event",
    {
      ...shared,
      entry: "functions/events/keep-failed.ts",
      functionName: "keepFailedEvent",
      description: "Keeps each event that failed until it is replayed.",
      environment: { FAILED_TABLE_NAME: table.tableName, STREAM_NAME: stream.streamName },
      timeoutSeconds: KEEP_TIMEOUT_SECONDS,
      reservedConcurrency: context.reservedConcurrency(settings.reservedConcurrencyKeep),
    },
    options,
  );
  table.grantWrite(keep, { actions: ["dynamodb:PutItem"] });
  stream.grantStreamRead(keep);
  keep.addQueueSource(failed, { batchSize: 10 });

  const replay = new Function(
    "replay-events",
    {
      ...shared,
      entry: "functions/events/replay.ts",
      functionName: "replayEvents",
      description: "Sends kept events on their way again; a person invokes it.",
      environment: {
        FAILED_TABLE_NAME: table.tableName,
        STREAM_NAME: stream.streamName,
        CONNECTORS: args.targets,
      },
      // Command lines wait a minute for an answer.
      timeoutSeconds: 55,
      reservedConcurrency: context.reservedConcurrency(settings.reservedConcurrencyReplay),
    },
    options,
  );
  table.grantRead(replay, { actions: ["dynamodb:Query"] });
  table.grantWrite(replay, { actions: ["dynamodb:UpdateItem"] });
  stream.grantPut(replay);
  for (const connector of connectors.functions) connector.grantInvoke(replay);
  return { table, keep, replay, monitoring: [keep.monitoring, replay.monitoring, table.monitoring] };
}
