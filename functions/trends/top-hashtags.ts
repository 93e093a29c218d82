import { countHours } from "./count-hours";
import type { HashtagCount } from "./counts-of";

/**
 * The hashtags used most in some hours, the most used first; of those used equally often, in the alphabet's order.
 *
 * @param hours for example `2026-11-21T11`
 * @param most how many hashtags
 */
export async function topHashtags(hours: readonly string[], most: number): Promise<HashtagCount[]> {
  const sums = new Map<string, number>();
  // Every hashtag of each hour, and not its first ten alone: what is eleventh in each hour may be first in all.
  await countHours(hours, ({ hashtag, count }) => sums.set(hashtag, (sums.get(hashtag) ?? 0) + count));
  return [...sums]
    .map(([hashtag, count]) => ({ hashtag, count }))
    .sort((a, b) => b.count - a.count || (a.hashtag < b.hashtag ? -1 : 1))
    .slice(0, most);
}
