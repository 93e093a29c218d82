import type { Context } from "aws-lambda";
import type { Connection, ResultSetHeader, RowDataPacket } from "mysql2/promise";
import * as z from "zod/mini";
import { ApiError } from "../shared/api-error";
import { correlated, correlationIdIn } from "../shared/correlation";
import { logger } from "../shared/logger";
import { count, publishMetrics } from "../shared/metrics";
import { validate } from "../shared/validate";
import { rollSchema } from "../students/student";
import { connect } from "./connect";
import { statements } from "./statements";

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
 * may come again: enrolling twice is enrolling once.
 */
export const handler = async (event: unknown, context: Context): Promise<RecordsAnswer> => {
  logger.addContext(context);
  return correlated(correlationIdIn(event) ?? context.awsRequestId, async () => {
    try {
      return await answered(event);
    } catch (error) {
      count("Failures");
      const requestId = context.awsRequestId;
      if (error instanceof ApiError) {
        logger.info("refused", { code: error.code });
        return { error: { code: error.code, message: error.message, requestId } };
      }
      // The driver's own words can quote a value.
      logger.error("failed", { code: (error as { code?: string }).code ?? (error as Error).name });
      return { error: { code: "InternalError", message: "The request could not be completed", requestId } };
    } finally {
      publishMetrics();
    }
  });
};

async function answered(event: unknown): Promise<RecordsAnswer> {
  const request = validate(requestSchema, event, "InvalidRequest");
  const connection = await connect();
  try {
    const result = await answer(connection, request);
    count(COUNTED[request.action]);
    logger.info("answered", { action: request.action });
    return result;
  } finally {
    // The proxy takes the connection back; nothing stays open between invocations.
    connection.destroy();
  }
}

const COUNTED = { enrol: "EnrolmentMade", withdraw: "EnrolmentWithdrawn", list: "EnrolmentsListed" } as const;

async function answer(connection: Connection, request: RecordsRequest): Promise<RecordsAnswer> {
  switch (request.action) {
    case "list": {
      const [rows] = await connection.execute<RowDataPacket[]>(statements.list, [request.roll]);
      return { courses: rows.map((row) => row["course"] as string) };
    }
    case "enrol":
    case "withdraw": {
      const sql = statements[request.action];
      const [result] = await connection.execute<ResultSetHeader>(sql, [request.roll, request.course]);
      return { changed: result.affectedRows > 0 };
    }
  }
}
