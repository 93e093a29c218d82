/** What is kept of an item that is not loaded. */
export interface KeptItem {
  /** The item as it was, as JSON in DynamoDB's form; without what `leftOut` speaks of. */
  item: string;
  /**
   * Only where the item is too large to be kept whole, as JSON: how many attributes are left out, and the largest of them by name,
   * with the bytes of each one's JSON.
   */
  leftOut?: string;
}

/**
 * An item of DynamoDB's 400 KB can be six times as long as JSON. With this much of it, its key, the reason and the list of what is
 * left out stay below the same 400 KB of the table of rejects.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
 */
const MOST_BYTES = 350_000;
const MOST_BYTES_OF_NAMES = 20_000;
const LONGEST_NAME = 255;

/**
 * An item in a form that fits into another one: whole where it does, else as many of its attributes as do, the smallest first,
 * with the names and sizes of the others.
 *
 * @param image the item in DynamoDB's form
 */
export function keptItem(image: object): KeptItem {
  const whole = JSON.stringify(image);
  if (Buffer.byteLength(whole) <= MOST_BYTES) return { item: whole };
  const attributes = Object.entries(image)
    .map(([name, value]) => ({ name, value: value as unknown, bytes: bytesOf({ [name]: value as unknown }) }))
    .sort((a, b) => a.bytes - b.bytes);
  const fits = withinBytes(attributes, MOST_BYTES, ({ bytes }) => bytes);
  const item = JSON.stringify(Object.fromEntries(attributes.slice(0, fits).map(({ name, value }) => [name, value])));
  const rest = attributes
    .slice(fits)
    .map(({ name, bytes }) => ({ name: name.slice(0, LONGEST_NAME), bytes }))
    .reverse();
  const largest = rest.slice(0, withinBytes(rest, MOST_BYTES_OF_NAMES, bytesOf));
  return { item, leftOut: JSON.stringify({ attributes: rest.length, largest }) };
}

/** How many of the first entries fit into a list of so many bytes. */
function withinBytes<Entry>(entries: readonly Entry[], most: number, bytes: (entry: Entry) => number): number {
  let room = most;
  const end = entries.findIndex((entry) => (room -= bytes(entry) + 1) < 0);
  return end < 0 ? entries.length : end;
}

function bytesOf(value: object): number {
  return Buffer.byteLength(JSON.stringify(value));
}
