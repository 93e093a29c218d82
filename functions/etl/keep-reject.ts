import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { dynamodb } from "../shared/dynamodb";
import { requiredVariable } from "../shared/environment";
import type { Reject } from "./change";

const TableName = requiredVariable("REJECTS_TABLE_NAME");

/** Long enough to be looked at and repaired; personal data is not kept for longer than that. */
const KEPT_SECONDS = 90 * 24 * 60 * 60;

/** Keeps a change aside that was not loaded, with the reason. The same change replaces itself. */
export async function keepReject({ eventId, reason, key, item, leftOut, sequence, changedAt }: Reject): Promise<void> {
  await dynamodb.send(
    new PutItemCommand({
      TableName,
      Item: {
        eventId: { S: eventId },
        reason: { S: reason },
        key: { S: key },
        item: { S: item },
        truncated: { BOOL: leftOut !== undefined },
        ...(leftOut !== undefined && { leftOut: { S: leftOut } }),
        sequence: { S: sequence },
        changedAt: { S: changedAt },
        expiration: { N: String(Math.floor(Date.now() / 1000) + KEPT_SECONDS) },
      },
    }),
  );
}
