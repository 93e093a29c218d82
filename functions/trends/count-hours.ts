import { inParallel } from "../shared/in-parallel";
import { countsOf, type HashtagCount } from "./counts-of";

/** Hours that are read at a time. */
const AT_A_TIME = 12;

/**
 * Reads every count of some hours. All of them are read before the first error is thrown.
 *
 * @param hours for example `2026-11-21T11`
 * @param take gets each count, with its hour's place among the hours; hours come mixed
 */
export async function countHours(
  hours: readonly string[],
  take: (count: HashtagCount, index: number) => void,
): Promise<void> {
  const errors = await inParallel(hours, AT_A_TIME, async (hour, index) => {
    for await (const each of countsOf(hour)) take(each, index);
  });
  for (const error of errors.values()) throw error;
}
