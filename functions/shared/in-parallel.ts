/**
 * Does work for each item, some at a time, and goes on where one fails.
 *
 * @param items in the order in which they are begun
 * @param limit how many at a time, at least 1
 * @param work for one item
 * @returns the errors by the item's index, in order; empty where all went well
 */
export async function inParallel<T>(
  items: readonly T[],
  limit: number,
  work: (item: T, index: number) => Promise<void>,
): Promise<Map<number, Error>> {
  const errors: [number, Error][] = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) {
      try {
        await work(items[index]!, index);
      } catch (error) {
        errors.push([index, error as Error]);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return new Map(errors.sort(([a], [b]) => a - b));
}
