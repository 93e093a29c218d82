import { countColumns } from "./count-columns";
import { countHours } from "./count-hours";
import type { HashtagCount } from "./counts-of";

const HEADER = countColumns.map(({ name }) => name).join(",");

/**
 * The counts of a day as comma-separated lines below a header, by hour and then by hashtag, so that the same counts are the
 * same text.
 *
 * @param day for example `2026-11-21`, in UTC
 */
export async function countsFile(day: string): Promise<{ text: string; rows: number }> {
  const hours = Array.from({ length: 24 }, (_, hour) => `${day}T${String(hour).padStart(2, "0")}`);
  const counts: HashtagCount[][] = hours.map(() => []);
  await countHours(hours, (each, index) => counts[index]!.push(each));
  const lines = hours.flatMap((hour, index) =>
    counts[index]!.sort((a, b) => (a.hashtag < b.hashtag ? -1 : 1)).map(
      ({ hashtag, count }) => `${hour.replace("T", " ")}:00:00,${quoted(hashtag)},${count}`,
    ),
  );
  return { text: [HEADER, ...lines, ""].join("\n"), rows: lines.length };
}

/** A hashtag has neither quotation marks nor commas; whatever the table has, a field stays a field. */
function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
