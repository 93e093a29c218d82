import type { Activity } from "../activity";
import type { Call } from "../call";
import type { Value } from "../value";

/**
 * Hands work to whoever polls the activity, and waits for the result.
 *
 * @param input what the worker gets. Default the state's input
 * @param timeoutSeconds from when the work is offered to when it must be done: nobody may be polling
 */
export function runActivity(
  activity: Activity,
  { input, timeoutSeconds }: { input?: Value; timeoutSeconds: number },
): Call {
  return {
    resource: activity.arn,
    pattern: "activity",
    arguments: input ?? "{% $states.input %}",
    permissions: [{ id: `run-${activity.componentName}`, give: (machine) => activity.grantRun(machine) }],
    transientErrors: ["States.Timeout", "States.HeartbeatTimeout"],
    timeoutSeconds,
  };
}
