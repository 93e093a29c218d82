import { asciiSubject } from "../shared/ascii-subject";
import type { Mail } from "./alarm-mail";
import { utcTime } from "./utc-time";
import type { AlarmWeek } from "./week";

/** An alarm without data for this long is more likely broken than lucky. */
const LONG = 24 * 60 * 60 * 1000;
const MOST_LINES = 50;

/**
 * The mail about an environment's week.
 *
 * @param environment its name
 * @param now the end of the week
 * @param weeks of all its alarms
 */
export function digestMail(environment: string, now: Date, weeks: readonly AlarmWeek[]): Mail {
  const fired = weeks.filter((week) => week.fired > 0).sort((a, b) => b.fired - a.fired || (a.name < b.name ? -1 : 1));
  const on = weeks.filter(({ state }) => state === "ALARM");
  const silent = weeks.filter(
    ({ state, since }) => state === "INSUFFICIENT_DATA" && since && now.getTime() - since.getTime() > LONG,
  );
  const times = fired.reduce((sum, week) => sum + week.fired, 0);
  const since = (week: AlarmWeek) => (week.since ? `, since ${utcTime(week.since)}` : "");
  return {
    Subject: asciiSubject(
      `Week of ${environment}: ${times === 0 ? "no alarm went on" : `alarms went on ${times} time${times === 1 ? "" : "s"}`}`,
    ),
    Message: [
      `The alarms of ${environment} in the seven days before ${utcTime(now)}: ${weeks.length} alarms.`,
      ...list("On now", on, (week) => `${week.name}${since(week)}`),
      ...list("Went on", fired, (week) => `${week.name}: ${week.fired} time${week.fired === 1 ? "" : "s"}`),
      ...list(
        "Without data for more than a day, so that they cannot fire",
        silent,
        (week) => `${week.name}${since(week)}`,
      ),
    ].join("\n"),
  };
}

function list(title: string, weeks: readonly AlarmWeek[], line: (week: AlarmWeek) => string): string[] {
  if (weeks.length === 0) return ["", `${title}: none.`];
  const more = weeks.length - MOST_LINES;
  return [
    "",
    `${title}:`,
    ...weeks.slice(0, MOST_LINES).map((week) => `- ${line(week)}`),
    ...(more > 0 ? [`- and ${more} more`] : []),
  ];
}
