import type { Widget } from "./dashboard-definition";
import { htmlText } from "./html-text";
import type { AlarmStateName } from "./metric-data";

const WORDS: Record<AlarmStateName, string> = { OK: "OK", ALARM: "in alarm", INSUFFICIENT_DATA: "no data" };

/**
 * The states of alarms as CloudWatch's alarm widget shows them; those that are on first.
 *
 * @param states by ARN; an alarm that is not there was not asked about
 */
export function drawAlarms({ properties }: Widget, states: ReadonlyMap<string, AlarmStateName>): string {
  const rank = (arn: string) => (states.get(arn) === "ALARM" ? 0 : 1);
  const alarms = [...(properties.alarms ?? [])].sort((a, b) => rank(a) - rank(b));
  const names = alarms.map((arn) => arn.split(":alarm:")[1] ?? arn);
  // What all names begin with is said by the page's title, and would be all of a name that there is room for.
  const same = commonStart(names);
  const cells = alarms.map((arn, index) => {
    const state = states.get(arn);
    const name = names[index]!;
    const says = state ? WORDS[state] : "not asked";
    return `<li class="${state ?? "unknown"}" title="${htmlText(name)}: ${says}">${htmlText(name.slice(same))}</li>`;
  });
  return `<h3>${htmlText(properties.title ?? "")}</h3><ul class="alarms">${cells.join("")}</ul>`;
}

/** How many characters names have in common at their beginning, up to a dash. */
function commonStart(names: readonly string[]): number {
  const [first = "", ...others] = names;
  if (others.length === 0) return 0;
  let same = 0;
  for (let at = first.indexOf("-") + 1; at > 0; at = first.indexOf("-", at) + 1) {
    const start = first.slice(0, at);
    if (!others.every((name) => name.startsWith(start))) break;
    same = at;
  }
  return same;
}
