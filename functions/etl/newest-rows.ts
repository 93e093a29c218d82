import type { RemovedRow, Row } from "./row";

/** A row with the place of its record in the stream. */
export interface PlacedRow {
  row: Row | RemovedRow;
  sequenceNumber: string;
}

/**
 * The rows worth loading, in the order of their changes: of each student only the newest of the batch, and none of those
 * that are left out.
 *
 * @param rows in any order
 * @param excludedPrefix starts the Rolls that are not loaded; empty for none
 */
export function newestRows(rows: readonly PlacedRow[], excludedPrefix: string): PlacedRow[] {
  const newest = new Map<string, PlacedRow>();
  for (const placed of rows) {
    const { roll, sequence } = placed.row;
    if (excludedPrefix && roll.startsWith(excludedPrefix)) continue;
    const known = newest.get(roll);
    if (!known || known.row.sequence < sequence) newest.set(roll, placed);
  }
  return [...newest.values()].sort((a, b) => (a.row.sequence < b.row.sequence ? -1 : 1));
}
