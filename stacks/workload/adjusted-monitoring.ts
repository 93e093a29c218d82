import type { AlarmDescription, Monitoring } from "../../components/observability/monitoring";
import { InputError } from "../../components/input-error";
import type { AlarmAdjustment, AlarmSettings } from "../config/alarm-settings";
import { nearest } from "../config/nearest";

/**
 * The descriptions of a system's components with its alarms as the configuration wants them.
 *
 * @param system the system's name
 * @param monitoring of all its components, in every region: a name that none of them has is a mistake
 * @param settings of all systems
 * @returns the same descriptions, adjusted
 * @throws InputError for a component or an alarm that there is not
 */
export function adjustedMonitoring(system: string, monitoring: Monitoring[], settings: AlarmSettings): Monitoring[] {
  const ofSystem = settings[system];
  if (ofSystem === undefined) return monitoring;
  if (ofSystem === false) return monitoring.map((part) => ({ ...part, alarms: [] }));
  check(
    system,
    "",
    Object.keys(ofSystem),
    monitoring.map(({ component }) => component),
  );
  return monitoring.map((part) => {
    const ofComponent = ofSystem[part.component];
    if (ofComponent === undefined) return part;
    if (ofComponent === false) return { ...part, alarms: [] };
    check(
      system,
      `${part.component}.`,
      Object.keys(ofComponent),
      part.alarms.map(({ name }) => name),
    );
    return { ...part, alarms: part.alarms.flatMap((alarm) => adjusted(alarm, ofComponent[alarm.name])) };
  });
}

function adjusted(alarm: AlarmDescription, setting: false | AlarmAdjustment | undefined): AlarmDescription[] {
  if (setting === undefined) return [alarm];
  if (setting === false) return [];
  const reason = `Adjusted by configuration. ${alarm.reason}`;
  return [{ ...alarm, ...setting, reason }];
}

function check(system: string, prefix: string, given: string[], known: string[]): void {
  const wrong = given.find((name) => !known.includes(name));
  if (wrong === undefined) return;
  const meant = nearest(wrong, known);
  const fix = `${meant ? `did you mean ${meant}? ` : ""}use one of: ${known.join(", ") || "none, there is nothing to adjust"}`;
  throw new InputError("platform:stacks:System", system, `alarmSettings.${system}.${prefix}${wrong}`, wrong, fix);
}
