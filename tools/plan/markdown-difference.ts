import type { PlanDifference } from "./plan-difference";
import { differenceLines } from "./render-terminal";

/** How many resources a difference adds, removes and changes, in words. */
export function countedDifference({ added, removed, changed }: PlanDifference): string {
  return `${added.length} added, ${removed.length} removed, ${Object.keys(changed).length} changed`;
}

/**
 * A difference as a fenced block that GitHub colours.
 *
 * @param mostCharacters what is longer is cut, and said to be
 */
export function markdownDifference(difference: PlanDifference, mostCharacters: number): string[] {
  const changes = differenceLines(difference).map((line) =>
    line
      .replace(/^ {2}~/, "!")
      .replace(/^ {2}([+-])/, "$1")
      .replace(/`{3,}/g, "‵‵‵"),
  );
  const kept: string[] = [];
  let length = 0;
  for (const line of changes) {
    length += line.length + 1;
    if (length > mostCharacters) break;
    kept.push(line);
  }
  const left = changes.length - kept.length;
  const note = left > 0 ? ["", `${left} more lines: \`npm run plan\` shows them.`] : [];
  return kept.length > 0 ? ["```diff", ...kept, "```", ...note] : note;
}
