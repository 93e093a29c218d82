import type { Widget } from "./dashboard-definition";

/** A line of a graph. */
export interface Line {
  label: string;
  /** One value a period, oldest first; `undefined` where there is no datapoint. */
  values: readonly (number | undefined)[];
}

/** State of an alarm, as CloudWatch names it. */
export type AlarmStateName = "OK" | "ALARM" | "INSUFFICIENT_DATA";

/** Where figures come from: a running sandbox, or nowhere. */
export interface MetricSource {
  /** The lines of a graph over the window, visible ones only. */
  lines(widget: Widget): Promise<Line[]>;
  /** States of alarms by ARN; one that is not known is left out. */
  states(arns: readonly string[]): Promise<ReadonlyMap<string, AlarmStateName>>;
}

/** The legend of a graph without figures. */
export const noFigures: MetricSource = {
  lines: (widget) => Promise.resolve(labelsOf(widget).map((label) => ({ label, values: [] }))),
  states: () => Promise.resolve(new Map()),
};

/** What a graph's legend says, line by line. */
export function labelsOf({ properties }: Widget): string[] {
  return (properties.metrics ?? []).flatMap((row) => {
    const options = row.at(-1);
    const { label, visible = true } = typeof options === "object" ? options : {};
    const [, metric] = row;
    return visible ? [label ?? (typeof metric === "string" ? metric : "")] : [];
  });
}
