import { PutObjectCommand } from "@aws-sdk/client-s3";
import type { Context } from "aws-lambda";
import * as z from "zod/mini";
import { correlated } from "../shared/correlation";
import { beforeDeadline } from "../shared/deadline";
import { requiredVariable } from "../shared/environment";
import { logger } from "../shared/logger";
import { count, publishMetrics } from "../shared/metrics";
import { s3 } from "../shared/s3";
import { validate } from "../shared/validate";
import { countsFile } from "./counts-file";

const Bucket = requiredVariable("EXPORT_BUCKET");
const prefix = requiredVariable("EXPORT_PREFIX");

const DAY = 24 * 3_600_000;
/** The days of which counts may still change: the stream keeps records for seven, and the report shows as many. */
const CHANGING_DAYS = 8;
/** More than the files that are kept. */
const MOST_DAYS = 990;

const RULE = `must be a whole number from 1 to ${MOST_DAYS}`;
// A schedule's event has much that is not of interest here.
const eventSchema = z.object({
  days: z._default(z.int(RULE).check(z.minimum(1, RULE), z.maximum(MOST_DAYS, RULE)), CHANGING_DAYS),
});

/** What one run wrote. */
export interface Exported {
  /** Files. */
  days: number;
  /** Counts in them. */
  rows: number;
}

/**
 * Writes the counts of the last days to the bucket, a file a day. Each is written whole and anew, so that a run that is
 * repeated, or that follows one that failed, leaves what the table has.
 *
 * Event: a schedule's, or `{ days? }` for more than the last eight. Environment: `COUNTS_TABLE_NAME`, `EXPORT_BUCKET`,
 * `EXPORT_PREFIX`. It must not run twice at the same time: the one that read earlier might write later.
 */
export const handler = async (event: unknown, context: Context): Promise<Exported> => {
  logger.addContext(context);
  return correlated(context.awsRequestId, async () => {
    try {
      const { days } = validate(eventSchema, event, "InvalidEvent");
      const exported = await beforeDeadline(context, () => exportDays(days));
      count("RowsExported", exported.rows);
      logger.info("exported", { ...exported });
      return exported;
    } catch (error) {
      count("Failures");
      logger.error("not exported", { error: error as Error });
      throw error;
    } finally {
      publishMetrics();
    }
  });
};

async function exportDays(days: number): Promise<Exported> {
  const now = Date.now();
  const exported = { days: 0, rows: 0 };
  // One after another: a day is held in memory whole.
  for (let back = days - 1; back >= 0; back--) {
    const day = new Date(now - back * DAY).toISOString().slice(0, 10);
    const { text, rows } = await countsFile(day);
    // A day without counts has no file, but for today: readers fail where there is none at all.
    if (rows === 0 && back > 0) continue;
    await s3.send(
      new PutObjectCommand({ Bucket, Key: `${prefix}${day}.csv`, Body: text, ContentType: "text/csv; charset=utf-8" }),
    );
    exported.days++;
    exported.rows += rows;
  }
  return exported;
}
