import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from "aws-lambda";
import * as z from "zod/mini";
import { batchId, correlated, correlationIds } from "../shared/correlation";
import { beforeDeadline } from "../shared/deadline";
import { logger } from "../shared/logger";
import { count, publishMetrics } from "../shared/metrics";
import { validate } from "../shared/validate";
import { toChange, type Change } from "./change";
import { keepReject } from "./keep-reject";
import { newestRows } from "./newest-rows";
import { openWarehouse } from "./warehouse/open-warehouse";
import type { Loaded } from "./warehouse/warehouse";

const warehouse = openWarehouse();
const excludedPrefix = process.env["EXCLUDED_ROLL_PREFIX"] ?? "";

const NOTHING: Loaded = { changed: 0, unchanged: 0 };

const eventSchema = z.object({ Records: z.array(z.unknown()) });

/**
 * Loads the changes of the table of students into the warehouse: validates each, keeps aside with the reason what is not
 * valid, leaves out what is superseded or excluded, sorts, transforms and loads. A removed student's row is marked.
 *
 * Event: records of the table's stream. Environment: `TARGET`, `REJECTS_TABLE_NAME`, and `EXCLUDED_ROLL_PREFIX` where
 * Rolls are left out. Answers with the first change that is not in the warehouse; it and those after it come again.
 */
export const handler = async (event: DynamoDBStreamEvent, context: Context): Promise<DynamoDBBatchResponse> => {
  logger.addContext(context);
  return correlated(context.awsRequestId, async () => {
    try {
      return await beforeDeadline(context, () => load(event, context));
    } catch (error) {
      count("Failures");
      logger.error("not loaded", { error: error as Error });
      throw error;
    } finally {
      publishMetrics();
    }
  });
};

async function load(event: DynamoDBStreamEvent, { awsRequestId }: Context): Promise<DynamoDBBatchResponse> {
  validate(eventSchema, event, "InvalidEvent");
  const changes = event.Records.map(toChange);
  const ids = changes.map(({ correlationId }) => correlationId);
  return correlated(batchId(ids, awsRequestId), () => loadAll(changes, correlationIds(ids)));
}

async function loadAll(changes: Change[], ids: object): Promise<DynamoDBBatchResponse> {
  // Before the load: once the stream has moved on, a change that was not kept is gone.
  for (const { reject, correlationId } of changes.filter((change) => "reject" in change)) {
    await keepReject(reject);
    logger.warn("rejected", { eventID: reject.eventId, ...(correlationId && { correlation_id: correlationId }) });
  }
  const valid = changes.filter(isRow);
  const rows = newestRows(valid, excludedPrefix);
  const { changed, unchanged, failed }: Loaded = rows.length > 0 ? await warehouse.load(rows) : NOTHING;

  count("RowsLoaded", changed);
  count("RowsUnchanged", unchanged);
  count("RowsRejected", changes.length - valid.length);
  count("ChangesLeftOut", valid.length - rows.length);
  logger.info("loaded", {
    records: changes.length,
    changed,
    unchanged,
    rejected: changes.length - valid.length,
    ...ids,
  });
  if (!failed) return { batchItemFailures: [] };
  count("Failures");
  return { batchItemFailures: [{ itemIdentifier: failed.sequenceNumber }] };
}

function isRow(change: Change): change is Extract<Change, { row: unknown }> {
  return "row" in change;
}
