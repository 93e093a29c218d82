import { QueryCommand, type AttributeValue } from "@aws-sdk/client-dynamodb";
import { dynamodb } from "../shared/dynamodb";
import { requiredVariable } from "../shared/environment";
import { BY_HOUR } from "./by-hour";

const TableName = requiredVariable("COUNTS_TABLE_NAME");

/** How often a hashtag was used. */
export interface HashtagCount {
  hashtag: string;
  count: number;
}

/**
 * Every hashtag of an hour, page by page, the least used first.
 *
 * @param hour for example `2026-11-21T11`
 */
export async function* countsOf(hour: string): AsyncGenerator<HashtagCount> {
  let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
  do {
    const page = await dynamodb.send(
      new QueryCommand({
        TableName,
        IndexName: BY_HOUR,
        KeyConditionExpression: "#hour = :hour",
        ExpressionAttributeNames: { "#hour": "hour" },
        ExpressionAttributeValues: { ":hour": { S: hour } },
        ExclusiveStartKey,
      }),
    );
    for (const { hashtag, count } of page.Items ?? []) {
      yield { hashtag: hashtag?.S ?? "", count: Number(count?.N ?? 0) };
    }
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
}
