import * as z from "zod";

const adjusted = z
  .strictObject({
    threshold: z.number().optional().describe("What the metric is compared with, in the alarm's own unit."),
    evaluationPeriods: z.int().min(1).max(1440).optional().describe("N: how many datapoints are looked at."),
    datapointsToAlarm: z.int().min(1).max(1440).optional().describe("M of N: how many of them must breach."),
    severity: z.enum(["critical", "warning"]).optional().describe("Whom it reaches."),
  })
  .describe("What differs from the component's own alarm.");

const off = z.literal(false);

/**
 * Adjusts alarms by system, component and alarm, and switches any of them off. What a stack says goes before what
 * `platform.config.yaml` says.
 */
export const alarmSettingsSchema = z
  .record(z.string(), off.or(z.record(z.string(), off.or(z.record(z.string(), off.or(adjusted))))))
  .describe(
    "Alarms that differ from their defaults, by system, component and alarm as docs/runbooks.md names them; `false` switches off an alarm, all of a component, or all of a system.",
  );

/** Settings of alarms: by system, component and alarm, `false` at any of them. */
export type AlarmSettings = z.output<typeof alarmSettingsSchema>;
/** Settings of one alarm that is on. */
export type AlarmAdjustment = z.output<typeof adjusted>;

type Tree = { [key: string]: unknown };

/**
 * Joins settings, of which the later go before the earlier, value by value.
 *
 * @param layers from the widest to the narrowest
 */
export function joinedAlarmSettings(...layers: AlarmSettings[]): AlarmSettings {
  return layers.reduce<Tree>((wide, narrow) => joined(wide, narrow), {}) as AlarmSettings;
}

function joined(wide: Tree, narrow: Tree): Tree {
  const result: Tree = { ...wide };
  for (const [key, value] of Object.entries(narrow)) {
    const before = result[key];
    result[key] = isTree(before) && isTree(value) ? joined(before, value) : value;
  }
  return result;
}

function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null;
}
