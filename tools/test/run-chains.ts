/**
 * Does all of several chains, each in its order, so many chains at a time, begun in their order.
 *
 * @param jobs how many chains at a time, at least 1
 * @throws the first error of `work`, once nothing runs any more
 */
export async function runChains<T>(
  chains: readonly (readonly T[])[],
  jobs: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const left = [...chains];
  const worker = async () => {
    for (let chain = left.shift(); chain; chain = left.shift()) for (const item of chain) await work(item);
  };
  const ends = await Promise.allSettled(Array.from({ length: jobs }, worker));
  const failed = ends.find((end) => end.status === "rejected");
  if (failed) throw failed.reason;
}
