/**
 * Compares two versions by their numbers; what follows them ("-rc1") does not count.
 *
 * @param left for example "3.259.0" or "v3.259.0" or "go1.26.3"
 * @param right the same
 * @returns negative when left is older, 0 when equal, positive when newer
 */
export function compareVersions(left: string, right: string): number {
  const a = numbersOf(left);
  const b = numbersOf(right);
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbersOf(version: string): number[] {
  return (/\d+(\.\d+)*/.exec(version)?.[0] ?? "0").split(".").map(Number);
}
