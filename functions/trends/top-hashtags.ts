import { inParallel } from "../shared/in-parallel";
import { countsOf, type HashtagCount } from "./counts-of";

export type { HashtagCount } from "./counts-of";

/** Hours that are read at a time. */
const AT_A_TIME = 12;

/**
 * The hashtags used most in some hours, the most used first; of those used equally often, in the alphabet's order.
 *
 * @param hours for example `2026-11-21T11`
 * @param most how many hashtags
 */
export async function topHashtags(hours: readonly string[], most: number): Promise<HashtagCount[]> {
  const sums = new Map<string, number>();
  const errors = await inParallel(hours, AT_A_TIME, async (hour) => {
    // Every hashtag of the hour, and not its first ten alone: what is eleventh in each hour may be first in all.
    for await (const { hashtag, count } of countsOf(hour)) sums.set(hashtag, (sums.get(hashtag) ?? 0) + count);
  });
  for (const error of errors.values()) throw error;
  return [...sums]
    .map(([hashtag, count]) => ({ hashtag, count }))
    .sort((a, b) => b.count - a.count || (a.hashtag < b.hashtag ? -1 : 1))
    .slice(0, most);
}
