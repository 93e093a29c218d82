import { ConditionalCheckFailedException, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { ApiError } from "../shared/api-error";
import { dynamodb } from "../shared/dynamodb";
import { requiredVariable } from "../shared/environment";
import { mappedHandler } from "../shared/mapped-handler";
import { count } from "../shared/metrics";
import { validate } from "../shared/validate";
import { changesSchema, type AttributeChanges, type Attributes } from "./attributes";
import { callerOf } from "./caller";
import { userSettings } from "./settings";
import { fromStored, storedAttributes, toStored, userItem, type StoredAttributes } from "./user-item";

const TableName = requiredVariable("TABLE_NAME");

/** How often a merge begins anew because somebody else wrote meanwhile. */
const ATTEMPTS = 4;

/**
 * Merges attributes into the caller's (`POST /user`): those named are set, `null` takes one away, the others stay. Where
 * nothing was stored yet, they are the first.
 *
 * Event: `{ requestId, sub, body }`, made by `templates/request.vtl`. Environment: `TABLE_NAME`, `FIELDS_KEY_ARN`,
 * `SETTINGS_PARAMETER`. Answers 200 with all attributes, 400 `InvalidAttributes`, 409 `Conflict` where others keep writing
 * at the same time, 500 `InternalError`.
 */
export const handler = mappedHandler(async (event) => {
  const { sub, body } = callerOf(event);
  const { maximumAttributes } = await userSettings();
  const changes = validate(changesSchema(maximumAttributes), body, "InvalidAttributes");
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const merged = await tryMerge(sub, changes, maximumAttributes);
    if (!merged) continue;
    count("UserMerged");
    return { status: 200, body: merged };
  }
  throw new ApiError(409, "Conflict", "The attributes were changed at the same time; send the changes again.");
});

/** Merges unless somebody wrote meanwhile. @returns all attributes, or undefined */
async function tryMerge(sub: string, changes: AttributeChanges, most: number): Promise<Attributes | undefined> {
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName, Key: { sub: { S: sub } }, ConsistentRead: true }),
  );
  // What is not changed stays as it is stored; its ciphertext is not touched.
  const stored: StoredAttributes = Item ? { ...storedAttributes(Item) } : {};
  for (const field of Object.keys(changes)) delete stored[field];
  const set = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== null)) as Attributes;
  const merged = { ...stored, ...(await toStored(sub, set)) };
  if (Object.keys(merged).length > most) {
    throw new ApiError(400, "InvalidAttributes", `A user has at most ${most} attributes.`);
  }
  const answer = { ...(await fromStored(sub, stored)), ...set };
  try {
    await dynamodb.send(
      new PutItemCommand({
        TableName,
        Item: userItem(sub, merged),
        ...(Item
          ? {
              ConditionExpression: "revision = :seen",
              ExpressionAttributeValues: { ":seen": Item["revision"]! },
            }
          : // A reserved word of DynamoDB, so it takes a placeholder.
            { ConditionExpression: "attribute_not_exists(#sub)", ExpressionAttributeNames: { "#sub": "sub" } }),
      }),
    );
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
  return answer;
}
