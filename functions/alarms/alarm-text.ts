/** The parts of an alarm's description, which the platform's alarms all have in this order. */
export interface AlarmText {
  /** What is wrong, and why the threshold is what it is. */
  about: string;
  dashboard?: string;
  runbook?: string;
  /** The composite alarm that sends the mail, so that this one sends none of its own. */
  toldBy?: string;
}

/** Takes an alarm's description apart; see `components/observability/alarms.ts`, which puts it together. */
export function alarmText(description: string): AlarmText {
  const field = (name: string) => new RegExp(` ${name}: (\\S+)`).exec(description)?.[1];
  const about = description.replace(/ (?:Dashboard|Runbook|Told by): \S+/g, "");
  return { about, dashboard: field("Dashboard"), runbook: field("Runbook"), toldBy: field("Told by") };
}
