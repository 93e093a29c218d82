import type { PacketReader } from "./packet-reader";
import type { SqlValue } from "./sql-database";

/** Types of values; the numbers are MySQL's. */
const TYPE = { long: 3, double: 5, null: 6, bigInteger: 8 } as const;

/**
 * The values that a prepared statement is executed with.
 * https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_com_stmt_execute.html
 *
 * @param reader stands where the values begin
 * @param count how many there are
 * @param types those of the time before, which hold unless new ones are sent; kept up to date
 */
export function executedValues(reader: PacketReader, count: number, types: number[]): SqlValue[] {
  if (!count) return [];
  const nulls = reader.take((count + 7) >> 3);
  if (reader.integer(1))
    types.splice(0, types.length, ...Array.from({ length: count }, () => reader.integer(2) & 0xff));
  return types.map((type, index) => {
    if (nulls[index >> 3]! & (1 << (index & 7)) || type === TYPE.null) return null;
    if (type === TYPE.double) return reader.double();
    if (type === TYPE.bigInteger) return reader.bigInteger();
    if (type === TYPE.long) return reader.integer(4) | 0;
    return reader.take(reader.lengthEncoded()).toString("utf8");
  });
}
