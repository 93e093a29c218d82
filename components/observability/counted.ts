import type * as pulumi from "@pulumi/pulumi";
import type { Metric } from "./monitoring";

/** What the handlers' own metrics are published under; see `functions/shared/metrics.ts`. */
export const OWN_NAMESPACE = "Platform";

/**
 * A metric that a function counts by itself, in the embedded metric format.
 *
 * @param fn the function that counts
 * @param name as the handler calls it, for example `StudentStored`
 * @param label what the graph's legend says
 */
export function counted(fn: { functionName: pulumi.Input<string> }, name: string, label: string): Metric {
  return {
    namespace: OWN_NAMESPACE,
    name,
    dimensions: { service: fn.functionName },
    statistic: "Sum",
    periodSeconds: 300,
    label,
  };
}
