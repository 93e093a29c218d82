import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { ApiError } from "../shared/api-error";
import { dynamodb } from "../shared/dynamodb";
import { requiredVariable } from "../shared/environment";
import { mappedHandler } from "../shared/mapped-handler";
import { count } from "../shared/metrics";
import { callerOf } from "./caller";
import { fromStored, storedAttributes } from "./user-item";

const TableName = requiredVariable("TABLE_NAME");

/**
 * Fetches the caller's attributes (`GET /user`), as the last write left them.
 *
 * Event: `{ requestId, sub }`, made by `templates/request.vtl`. Environment: `TABLE_NAME`, `FIELDS_KEY_ARN`.
 * Answers 200 with the attributes, 404 `UserNotFound`, 500 `InternalError`.
 */
export const handler = mappedHandler(async (event) => {
  const { sub } = callerOf(event);
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName, Key: { sub: { S: sub } }, ConsistentRead: true }),
  );
  if (!Item) throw new ApiError(404, "UserNotFound", "You have stored no attributes.");
  const body = await fromStored(sub, storedAttributes(Item));
  count("UserFetched");
  return { status: 200, body };
});
