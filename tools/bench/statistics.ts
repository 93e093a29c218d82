/** The middle of some numbers, which a busy machine's outliers do not move. @throws where there are none */
export function median(numbers: readonly number[]): number {
  if (numbers.length === 0) throw new Error("there is no median of nothing");
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * Measures several things by turns, so that a machine that becomes slower or faster meanwhile is the same to each.
 *
 * @param rounds how often each is measured
 * @param measures what measures each, in any unit
 * @returns the median of each
 */
export async function byTurns<Name extends string>(
  rounds: number,
  measures: Record<Name, () => number | Promise<number>>,
): Promise<Record<Name, number>> {
  const names = Object.keys(measures) as Name[];
  const taken = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of names) taken.get(name)!.push(await measures[name]());
  }
  return Object.fromEntries(names.map((name) => [name, median(taken.get(name)!)])) as Record<Name, number>;
}
