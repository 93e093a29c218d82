/**
 * A `#`, full-width or not, at the start of a word, and the letters, marks, digits and underscores after it in any
 * script. What comes before may not be of a word, so that the fragment of an address is none.
 */
const HASHTAG = /(?<![\p{L}\p{M}\p{N}_&/])[#＃]([\p{L}\p{M}\p{N}_\u200c\u200d]+)/gu;
const LETTER = /\p{L}/u;
/** A key of DynamoDB has 2048 bytes at most, and nobody means a hashtag that long. */
const MOST_BYTES = 1_000;

/**
 * The hashtags of a text with how often each is in it. Upper and lower case are one, and so are different ways to write
 * the same letter: `#STRASSE` and `#straße`, `#é` in one character or in two. A number alone is no hashtag.
 *
 * @param text of a post
 */
export function hashtagsOf(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [, tag] of text.matchAll(HASHTAG)) {
    if (!LETTER.test(tag!)) continue;
    const folded = foldCase(tag!);
    if (Buffer.byteLength(folded) > MOST_BYTES) continue;
    counts.set(folded, (counts.get(folded) ?? 0) + 1);
  }
  return counts;
}

/** Through upper case, since only there `ß` and `ss`, and the two small sigmas, are the same. */
function foldCase(tag: string): string {
  return tag.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC").replace(/ς/g, "σ");
}
