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
 * @param dimensions what the handler counts it by, beside the service. Default nothing
 */
export function counted(
  fn: { functionName: pulumi.Input<string> },
  name: string,
  label: string,
  dimensions: Record<string, pulumi.Input<string>> = {},
): Metric {
  return {
    namespace: OWN_NAMESPACE,
    name,
    dimensions: { service: fn.functionName, ...dimensions },
    statistic: "Sum",
    periodSeconds: 300,
    label,
  };
}
