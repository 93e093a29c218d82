/**
 * The name CloudWatch knows an alarm by. It is made of names alone, so that whoever acts on an alarm can name it before
 * the alarm is made.
 *
 * @param stack for example `dev`
 * @param system for example `intake`
 * @param component name of the component that the alarm watches
 * @param alarm its name within the component, for example `errors`
 */
export function alarmName(stack: string, system: string, component: string, alarm: string): string {
  return `${alarmPrefix(stack, system)}-${component}-${alarm}`;
}

/** What the names of a system's alarms, and its dashboard, start with. */
export function alarmPrefix(stack: string, system: string): string {
  return `${stack}-${system}`;
}
