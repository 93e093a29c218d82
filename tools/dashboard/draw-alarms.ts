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
  const cells = alarms.map((arn) => {
    const state = states.get(arn);
    const name = arn.split(":alarm:")[1] ?? arn;
    const says = state ? WORDS[state] : "not asked";
    return `<li class="${state ?? "unknown"}" title="${htmlText(name)}: ${says}">${htmlText(name)}</li>`;
  });
  return `<h3>${htmlText(properties.title ?? "")}</h3><ul class="alarms">${cells.join("")}</ul>`;
}
