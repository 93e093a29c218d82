import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod/mini";
import { ApiError } from "../shared/api-error";
import { dynamodb } from "../shared/dynamodb";
import { requiredVariable } from "../shared/environment";
import { mappedHandler } from "../shared/mapped-handler";
import { count } from "../shared/metrics";
import { validate } from "../shared/validate";
import { rollSchema, toStudent } from "./student";

const TableName = requiredVariable("TABLE_NAME");

const eventSchema = z.object({ roll: z.unknown() });
const querySchema = z.object({ Roll: rollSchema });

/**
 * Fetches a student (`GET /getstudentdetails?Roll=…`), as the last write left it.
 *
 * Event: `{ requestId, roll, caller }`, made by `templates/get-request.vtl`. Environment: `TABLE_NAME`.
 * Answers 200 with the student, 400 `InvalidRoll`, 404 `StudentNotFound`, 500 `InternalError`.
 */
export const handler = mappedHandler(async (event) => {
  const { roll } = validate(eventSchema, event, "InvalidEvent");
  const { Roll } = validate(querySchema, { Roll: roll }, "InvalidRoll");
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName, Key: { Roll: { S: Roll } }, ConsistentRead: true }),
  );
  if (!Item) throw new ApiError(404, "StudentNotFound", "There is no student with this Roll.");
  count("StudentFetched");
  return { status: 200, body: toStudent(Item) };
});
