import type { Context } from "aws-lambda";
import type { Connection, ResultSetHeader, RowDataPacket } from "mysql2/promise";
import * as z from "zod/mini";
import { ApiError } from "../shared/api-error";
import { logger } from "../shared/logger";
import { count, publishMetrics } from "../shared/metrics";
import { validate } from "../shared/validate";
import { rollSchema } from "../students/student";
import { connect } from "./connect";
import { statements } from "./statements";

const course = z
  .string("must be a text")
  .check(z.regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/, "must be 1 to 64 letters, digits and -"));

const requestSchema = z.discriminatedUnion("action", [
  z.strictObject({ action: z.literal("enrol"), roll: rollSchema, course }),
  z.strictObject({ action: z.literal("withdraw"), roll: rollSchema, course }),
  z.strictObject({ action: z.literal("list"), roll: rollSchema }),
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
  try {
    const request = validate(requestSchema, event, "InvalidRequest");
    const connection = await connect();
    try {
      return await answer(connection, request);
    } finally {
      // The proxy takes the connection back; nothing stays open between invocations.
      connection.destroy();
    }
  } catch (error) {
    count("Failures");
    const requestId = context.awsRequestId;
    if (error instanceof ApiError) return { error: { code: error.code, message: error.message, requestId } };
    // The driver's own words can quote a value.
    logger.error("failed", { code: (error as { code?: string }).code ?? (error as Error).name });
    return { error: { code: "InternalError", message: "The request could not be completed", requestId } };
  } finally {
    publishMetrics();
  }
};

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
