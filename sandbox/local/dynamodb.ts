import { crc32 } from "node:zlib";
import { bodyOf, json, serve, type Reply } from "./http";

type Item = Record<string, Record<string, unknown>>;
interface Call {
  TableName: string;
  Item?: Item;
  Key?: Item;
}

/** A DynamoDB that is running on loopback. */
export interface LocalDynamoDb {
  /** What functions take as `AWS_ENDPOINT_URL_DYNAMODB`. */
  endpoint: string;
  close(): Promise<void>;
}

/**
 * Starts a DynamoDB with the calls that the student functions make, `PutItem` and `GetItem` by key. Items are kept in
 * memory. It speaks the service's JSON protocol, so that unchanged handlers reach it through the AWS SDK.
 *
 * {@link https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html}
 *
 * @param tables name of each table and of its partition key
 */
export async function startDynamoDb(tables: Record<string, { partitionKey: string }>): Promise<LocalDynamoDb> {
  const items = new Map(Object.keys(tables).map((table) => [table, new Map<string, Item>()]));

  const answer = (operation: string | undefined, call: Call): Reply => {
    const table = items.get(call.TableName);
    if (!table) return failure("ResourceNotFoundException", `Requested resource not found: Table: ${call.TableName}`);
    const key = (item: Item | undefined) => {
      const value = item?.[tables[call.TableName]!.partitionKey]?.["S"];
      return typeof value === "string" && value !== "" ? value : undefined;
    };
    if (operation === "PutItem") {
      const id = key(call.Item);
      if (id === undefined) return failure("ValidationException", "One of the required keys was not given a value");
      table.set(id, call.Item!);
      return success({});
    }
    if (operation === "GetItem") {
      const id = key(call.Key);
      if (id === undefined) return failure("ValidationException", "The provided key element does not match the schema");
      const Item = table.get(id);
      return success(Item ? { Item } : {});
    }
    return failure("UnknownOperationException", `${operation ?? "Nothing"} is not available in the local server`);
  };

  const { port, close } = await serve(0, async (request) => {
    const operation = String(request.headers["x-amz-target"] ?? "").split(".")[1];
    return answer(operation, JSON.parse((await bodyOf(request)) || "{}") as Call);
  });
  return { endpoint: `http://127.0.0.1:${port}`, close };
}

function success(body: object): Reply {
  return reply(200, body);
}

function failure(kind: string, message: string): Reply {
  return reply(400, { __type: `com.amazonaws.dynamodb.v20120810#${kind}`, message });
}

/** The SDK compares the checksum. */
function reply(status: number, body: object): Reply {
  const made = json(status, body, { "content-type": "application/x-amz-json-1.0" });
  return { ...made, headers: { ...made.headers, "x-amz-crc32": String(crc32(made.body as string)) } };
}
