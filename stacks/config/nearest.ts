/**
 * The candidate that was probably meant, or `undefined` where none is near: at most a third of the letters may differ.
 *
 * @param word what was written
 * @param candidates what may be written
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  // Long enough for every key there is, and a bound on the work that a hostile file can cause.
  if (word.length > 64) return undefined;
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    const allowed = Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3));
    if (distance <= allowed && (!best || distance < best.distance)) best = { candidate, distance };
  }
  return best?.candidate;
}

/**
 * What to say of a name that is not there, with the one that was probably meant.
 *
 * @param key what was written
 * @param known what may be written
 * @param section where those stand, for example `accounts`
 * @param file the file that has the section
 */
export function unknownReferenceText(key: string, known: readonly string[], section: string, file: string): string {
  const meant = nearest(key, known);
  return `${meant ? `did you mean ${meant}? ` : ""}use a key of ${section} in ${file}: ${known.join(", ") || "none yet"}`;
}

/** Letters to insert, remove or replace, where swapping two neighbours counts as one. */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      current[column] = Math.min(
        last[column]! + 1,
        current[column - 1]! + 1,
        last[column - 1]! + (same ? 0 : 1),
        from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1] && row > 1 && column > 1
          ? beforeLast[column - 2]! + 1
          : Infinity,
      );
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length]!;
}
