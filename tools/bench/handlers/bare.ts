import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { clientOptions } from "../../../functions/shared/client-options";

const client = new DynamoDBClient(clientOptions);

/** The least that a handler can be that reads a student: the same client, the same call, and nothing else. */
export const handler = async ({ roll }: { roll: string }): Promise<{ status: number; body: unknown }> => {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: process.env["TABLE_NAME"], Key: { Roll: { S: roll } }, ConsistentRead: true }),
  );
  return { status: Item ? 200 : 404, body: Item };
};
