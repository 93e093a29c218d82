const unitsInDays: Record<string, number> = { minute: 1 / 1440, hour: 1 / 24, day: 1, week: 7 };

/**
 * The longest time between two runs of a `rate(…)` or `cron(…)` schedule, in days; `undefined` where it is neither.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function longestGapDays(expression: string): number | undefined {
  const rate = /^rate\(\s*(\d+)\s+(minute|hour|day|week)s?\s*\)$/i.exec(expression.trim());
  if (rate) return Number(rate[1]) * unitsInDays[rate[2]!.toLowerCase()]!;
  const cron = /^cron\(\s*(.+?)\s*\)$/i.exec(expression.trim());
  const fields = cron?.[1]!.split(/\s+/) ?? [];
  if (fields.length < 5 || fields.length > 6) return undefined;
  const [, , days = "*", months = "*", weekdays = "?", years = "*"] = fields;
  return longestGap((date) => runsOn(date, days, months, weekdays, years));
}

/** Looks at four years from now, which hold every month, weekday and one leap day. */
function longestGap(runs: (date: Date) => boolean): number {
  const start = Date.UTC(new Date().getUTCFullYear(), 0, 1);
  let last: number | undefined;
  let gap = 0;
  for (let day = 0; day < 4 * 365 + 1; day++) {
    if (!runs(new Date(start + day * 86_400_000))) continue;
    gap = Math.max(gap, day - (last ?? 0));
    last = day;
  }
  return last === undefined ? Infinity : gap;
}

const monthNames = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const dayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

function runsOn(date: Date, days: string, months: string, weekdays: string, years: string): boolean {
  return (
    inField(years, date.getUTCFullYear(), 1970, 2199) &&
    inField(months, date.getUTCMonth() + 1, 1, 12, monthNames) &&
    onDay(days, date) &&
    onWeekday(weekdays, date)
  );
}

function onDay(field: string, date: Date): boolean {
  const day = date.getUTCDate();
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  if (/^LW?$/i.test(field)) return day === lastDay;
  // The nearest working day is at most two days away: good enough to measure gaps of months.
  return inField(field.replace(/W$/i, ""), day, 1, 31);
}

function onWeekday(field: string, date: Date): boolean {
  const weekday = date.getUTCDay() + 1;
  const nth = /^(\w+)#(\d)$/.exec(field);
  if (nth) return inField(nth[1]!, weekday, 1, 7, dayNames) && Math.ceil(date.getUTCDate() / 7) === Number(nth[2]);
  const last = /^(\w+)L$/i.exec(field);
  if (last) {
    const inAWeek = new Date(date.getTime() + 7 * 86_400_000);
    return inField(last[1]!, weekday, 1, 7, dayNames) && inAWeek.getUTCMonth() !== date.getUTCMonth();
  }
  return inField(field, weekday, 1, 7, dayNames);
}

/** Whether a value is meant by a field such as `*`, `1,15`, `MON-FRI`, `1/3`. */
function inField(field: string, value: number, least: number, most: number, names: string[] = []): boolean {
  const number = (text: string) => {
    const index = names.indexOf(text.toUpperCase().slice(0, 3));
    return index >= 0 ? index + 1 : Number(text);
  };
  return field.split(",").some((part) => {
    const [range = "*", step] = part.split("/");
    const isAll = range === "*" || range === "?";
    const [from, to] = range.split("-");
    const first = isAll ? least : number(from!);
    const last = isAll || (step !== undefined && to === undefined) ? most : number(to ?? from!);
    return value >= first && value <= last && (value - first) % Number(step ?? 1) === 0;
  });
}
