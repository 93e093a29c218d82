import { DeleteItemCommand } from "@aws-sdk/client-dynamodb";
import { dynamodb } from "../shared/dynamodb";
import { requiredVariable } from "../shared/environment";
import { mappedHandler } from "../shared/mapped-handler";
import { count } from "../shared/metrics";
import { callerOf } from "./caller";

const TableName = requiredVariable("TABLE_NAME");

/**
 * Removes the caller's attributes (`DELETE /user`). Where there are none, that is done already.
 *
 * Event: `{ requestId, sub }`, made by `templates/request.vtl`. Environment: `TABLE_NAME`.
 * Answers 204 without a body, 500 `InternalError`.
 */
export const handler = mappedHandler(async (event) => {
  const { sub } = callerOf(event);
  await dynamodb.send(new DeleteItemCommand({ TableName, Key: { sub: { S: sub } } }));
  count("UserRemoved");
  return { status: 204, body: null };
});
