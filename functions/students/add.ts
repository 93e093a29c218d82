import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod/mini";
import { ApiError } from "../shared/api-error";
import { dynamodb } from "../shared/dynamodb";
import { requiredVariable } from "../shared/environment";
import { mappedHandler } from "../shared/mapped-handler";
import { count } from "../shared/metrics";
import { validate } from "../shared/validate";
import { rollSchema, studentSchema, toItem } from "./student";

const TableName = requiredVariable("TABLE_NAME");

const eventSchema = z.object({ roll: z.unknown(), body: z.unknown() });
const querySchema = z.object({ Roll: rollSchema });

/**
 * Stores a student (`POST /addstudentdetails?Roll=…`). Storing the same student twice leaves one.
 *
 * Event: `{ requestId, roll, body, caller }`, made by `templates/add-request.vtl`. Environment: `TABLE_NAME`.
 * Answers 200 `{ Roll, stored: true }`, 400 `InvalidRoll`, `InvalidStudent` or `RollMismatch`, 500 `InternalError`.
 */
export const handler = mappedHandler(async (event, correlationId) => {
  const { roll, body } = validate(eventSchema, event, "InvalidEvent");
  const query = validate(querySchema, { Roll: roll }, "InvalidRoll");
  const student = validate(studentSchema, body, "InvalidStudent");
  if (student.Roll !== query.Roll) {
    throw new ApiError(400, "RollMismatch", "The Roll in the body must be the one in the query string.");
  }
  // Written as of now, so that a message which was queued before and comes again does not replace it.
  const origin = { correlationId, queuedAt: Date.now() };
  await dynamodb.send(new PutItemCommand({ TableName, Item: toItem(student, origin) }));
  count("StudentStored");
  return { status: 200, body: { Roll: student.Roll, stored: true } };
});
