import { ConditionalCheckFailedException, UpdateItemCommand, type AttributeValue } from "@aws-sdk/client-dynamodb";
import { dynamodb } from "../../shared/dynamodb";
import { logger } from "../../shared/logger";
import type { PlacedRow } from "../newest-rows";
import type { RemovedRow, Row } from "../row";
import type { Loaded, Warehouse } from "./warehouse";

/** A warehouse in a DynamoDB table with the key `roll`, for environments that need none for analysts. */
export class TableWarehouse implements Warehouse {
  /** @param tableName physical name of the table */
  constructor(private readonly tableName: string) {}

  async load(rows: readonly PlacedRow[]): Promise<Loaded> {
    let changed = 0;
    for (const [index, placed] of rows.entries()) {
      try {
        if (await this.put(placed.row)) changed++;
      } catch (error) {
        logger.error("row not loaded", { sequenceNumber: placed.sequenceNumber, error: error as Error });
        return { changed, unchanged: index - changed, failed: placed };
      }
    }
    return { changed, unchanged: rows.length - changed };
  }

  /** Writes a row unless what is there is as new; a removed one keeps the values it had. */
  private async put(row: Row | RemovedRow): Promise<boolean> {
    const { roll, ...columns } = row;
    const fields = Object.entries(columns);
    try {
      await dynamodb.send(
        new UpdateItemCommand({
          TableName: this.tableName,
          Key: { roll: { S: roll } },
          UpdateExpression: `SET ${fields.map((_, index) => `#c${index} = :c${index}`).join(", ")}`,
          ConditionExpression: "attribute_not_exists(#roll) OR #sequence < :sequence",
          ExpressionAttributeNames: {
            "#roll": "roll",
            "#sequence": "sequence",
            ...Object.fromEntries(fields.map(([name], index) => [`#c${index}`, name])),
          },
          ExpressionAttributeValues: {
            ":sequence": { S: row.sequence },
            ...Object.fromEntries(fields.map(([, value], index) => [`:c${index}`, attribute(value)])),
          },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
}

function attribute(value: string | boolean): AttributeValue {
  return typeof value === "boolean" ? { BOOL: value } : { S: value };
}
