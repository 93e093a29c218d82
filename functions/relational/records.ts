import type { Context } from "aws-lambda";
import type { Connection, ResultSetHeader, RowDataPacket } from "mysql2/promise";
import * as z from "zod/mini";
import { ApiError } from "../shared/api-error";
import { correlated, correlationIdIn } from "../shared/correlation";
import { beforeDeadline } from "../shared/deadline";
import { logger } from "../shared/logger";
import { count, publishMetrics } from "../shared/metrics";
import { validate } from "../shared/validate";
import { rollSchema } from "../students/student";
import { isLostConnection, isTimeout } from "./lost-connection";
import { statements } from "./statements";
import { withConnection } from "./with-connection";

const course = z
  .string("must be a text")
  .check(z.regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/, "must be 1 to 64 letters, digits and -"));

/** The id of the request that this one comes from; a wrong one is left out. */
const correlationId = z.optional(z.unknown());

const requestSchema = z.discriminatedUnion("action", [
  z.strictObject({ action: z.literal("enrol"), roll: rollSchema, course, correlationId }),
  z.strictObject({ action: z.literal("withdraw"), roll: rollSchema, course, correlationId }),
  z.strictObject({ action: z.literal("list"), roll: rollSchema, correlationId }),
]);

/** What is asked of the records. */
export type RecordsRequest = z.infer<typeof requestSchema>;

/** What is answered: whether something changed, or the courses, or what was wrong. */
export type RecordsAnswer =
  { changed: boolean } | { courses: string[] } | { error: { code: string; message: string; requestId: string } };

/**
 * Enrols students in courses, in the relational database through its proxy.
 *
 * Event: {@link RecordsRequest}. Environment: `PROXY_ENDPOINT`, `PROXY_PORT`, `DATABASE_USER`, `DATABASE_NAME`. Every request
 * may come again: enrolling twice is enrolling once. Where a connection is lost the work is done again on another one, so
 * `changed` may then be false although this request changed it.
 */
export const handler = async (event: unknown, context: Context): Promise<RecordsAnswer> => {
  logger.addContext(context);
  return correlated(correlationIdIn(event) ?? context.awsRequestId, async () => {
    try {
      return await beforeDeadline(context, () => answered(event));
    } catch (error) {
      count("Failures");
      const requestId = context.awsRequestId;
      if (error instanceof ApiError) {
        logger.info("refused", { code: error.code });
        return { error: { code: error.code, message: error.message, requestId } };
      }
      // The driver's own words can quote a value.
      logger.error("failed", { code: (error as { code?: string }).code ?? (error as Error).name });
      if (isLostConnection(error) || isTimeout(error))
        return { error: { code: "DatabaseUnavailable", message: "The database did not answer; try again", requestId } };
      return { error: { code: "InternalError", message: "The request could not be completed", requestId } };
    } finally {
      publishMetrics();
    }
  });
};

async function answered(event: unknown): Promise<RecordsAnswer> {
  const request = validate(requestSchema, event, "InvalidRequest");
  const result = await withConnection((connection) => answer(connection, request));
  count(COUNTED[request.action]);
  logger.info("answered", { action: request.action });
  return result;
}

const COUNTED = { enrol: "EnrolmentMade", withdraw: "EnrolmentWithdrawn", list: "EnrolmentsListed" } as const;

/** Above the ten seconds that the proxy waits for a connection, below the function's own time. */
const TIMEOUT_MILLISECONDS = 11_000;

async function answer(connection: Connection, request: RecordsRequest): Promise<RecordsAnswer> {
  switch (request.action) {
    case "list": {
      const [rows] = await connection.execute<RowDataPacket[]>(within(statements.list), [request.roll]);
      return { courses: rows.map((row) => row["course"] as string) };
    }
    case "enrol":
    case "withdraw": {
      const statement = within(statements[request.action]);
      const [result] = await connection.execute<ResultSetHeader>(statement, [request.roll, request.course]);
      return { changed: result.affectedRows > 0 };
    }
  }
}

function within(sql: string): { sql: string; timeout: number } {
  return { sql, timeout: TIMEOUT_MILLISECONDS };
}
