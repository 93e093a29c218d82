import type { Table } from "../../data/table";
import type { Call } from "../call";
import type { Value } from "../value";

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html */
const TRANSIENT = [
  "DynamoDB.ProvisionedThroughputExceededException",
  "DynamoDB.ThrottlingException",
  "DynamoDB.RequestLimitExceeded",
  "DynamoDB.RequestLimitExceededException",
  "DynamoDB.InternalServerErrorException",
  "DynamoDB.InternalServerError",
  "DynamoDB.ServiceUnavailable",
  "DynamoDB.AmazonDynamoDBException",
  "DynamoDB.SdkClientException",
  "States.Timeout",
];

/**
 * Reads one item, consistently. The answer has `Item` with typed attributes, and none where there is no such item.
 *
 * @param key of the item, with types, for example `{ id: { S: "{% $id %}" } }`
 */
export function getItem(table: Table, key: Record<string, Value>): Call {
  return {
    resource: "dynamodb:getItem",
    pattern: "request",
    arguments: { TableName: table.tableName, Key: key, ConsistentRead: true },
    permissions: [
      {
        id: `read-${table.componentName}`,
        give: (machine) => table.grantRead(machine, { actions: ["dynamodb:GetItem"] }),
      },
    ],
    transientErrors: TRANSIENT,
    timeoutSeconds: 60,
  };
}

/**
 * Writes one item, in place of one with the same key.
 *
 * @param item with types, for example `{ id: { S: "{% $id %}" } }`
 */
export function putItem(table: Table, item: Record<string, Value>): Call {
  return {
    resource: "dynamodb:putItem",
    pattern: "request",
    arguments: { TableName: table.tableName, Item: item },
    permissions: [
      {
        id: `write-${table.componentName}`,
        give: (machine) => table.grantWrite(machine, { actions: ["dynamodb:PutItem"] }),
      },
    ],
    transientErrors: TRANSIENT,
    timeoutSeconds: 60,
  };
}
