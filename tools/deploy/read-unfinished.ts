import type * as auto from "@pulumi/pulumi/automation";
import type { Progress } from "../../sandbox/engine/progress";

/** What a stack's state tells of its resources, as far as it is looked at here. */
interface State {
  resources?: { urn: string; initErrors?: string[] }[];
}

/**
 * Reads anew what an update left unfinished: what was made or changed, but failed afterwards, such as a service of ECS
 * that was rolled back. The state has what was wanted of it, not what is there; an update that wants the same again would
 * find nothing to do, and end well.
 *
 * @param options how the engine reads: what hears of it, what ends it
 */
export async function readUnfinished(
  stack: Pick<auto.Stack, "exportStack" | "refresh">,
  report: Progress,
  options: Omit<auto.RefreshOptions, "target"> = {},
): Promise<void> {
  const { deployment } = await stack.exportStack();
  const unfinished = ((deployment as State | undefined)?.resources ?? []).filter(
    ({ initErrors }) => initErrors?.length,
  );
  if (unfinished.length === 0) return;
  const names = unfinished.map(({ urn }) => urn.split("::").pop());
  report.line(`Reading what the last update left unfinished: ${names.join(", ")}.`);
  await stack.refresh({ ...options, target: unfinished.map(({ urn }) => urn) });
}
