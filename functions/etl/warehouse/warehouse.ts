import type { PlacedRow } from "../newest-rows";

/**
 * Where rows are loaded to. Every implementation keeps the newest change of a row, whatever the order they come in and
 * however often: a change whose sequence is not above the stored one's changes nothing.
 */
export interface Warehouse {
  /**
   * Loads rows in their order.
   *
   * @param rows by ascending sequence, each `roll` once
   * @returns how many are in the warehouse, and the row that failed and was not loaded, nor any after it
   * @throws where nothing was loaded
   */
  load(rows: readonly PlacedRow[]): Promise<Loaded>;
}

/** How far a load came. */
export interface Loaded {
  /** Rows that changed the warehouse. */
  changed: number;
  /** Rows that were there already, or newer. */
  unchanged: number;
  failed?: PlacedRow;
}
