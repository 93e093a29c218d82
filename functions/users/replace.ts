import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { dynamodb } from "../shared/dynamodb";
import { requiredVariable } from "../shared/environment";
import { mappedHandler } from "../shared/mapped-handler";
import { count } from "../shared/metrics";
import { validate } from "../shared/validate";
import { attributesSchema } from "./attributes";
import { callerOf } from "./caller";
import { userSettings } from "./settings";
import { toStored, userItem } from "./user-item";

const TableName = requiredVariable("TABLE_NAME");

/**
 * Stores the caller's attributes in place of what was there (`PUT /user`). Twice the same leaves the same.
 *
 * Event: `{ requestId, sub, body }`, made by `templates/request.vtl`. Environment: `TABLE_NAME`, `FIELDS_KEY_ARN`,
 * `SETTINGS_PARAMETER`. Answers 200 with the attributes, 201 where there were none, 400 `InvalidAttributes`, 500
 * `InternalError`.
 */
export const handler = mappedHandler(async (event) => {
  const { sub, body } = callerOf(event);
  const { maximumAttributes } = await userSettings();
  const attributes = validate(attributesSchema(maximumAttributes), body, "InvalidAttributes");
  const { Attributes: before } = await dynamodb.send(
    new PutItemCommand({
      TableName,
      Item: userItem(sub, await toStored(sub, attributes)),
      ReturnValues: "ALL_OLD",
    }),
  );
  count("UserReplaced");
  return { status: before ? 200 : 201, body: attributes };
});
