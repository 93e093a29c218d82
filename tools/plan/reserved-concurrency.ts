import { unreservedConcurrency } from "../../stacks/config/cross-checks";
import { providerUrnOf } from "./make-plan";
import type { RecordedResource } from "./recorded-resource";

/** What one function keeps for itself. */
export interface Reservation {
  /** The function's name in AWS, or in the program where AWS's is generated. */
  name: string;
  executions: number;
}

/** Concurrent executions that the functions of one account and region keep for themselves. */
export interface ReservedConcurrency {
  /** Sum of all reservations of the region where it is the largest. */
  reserved: number;
  /** What may be reserved at most; never negative. */
  reservable: number;
  /** Who reserves how much there, the largest first. */
  functions: Reservation[];
  /** Why the account could not take it; absent where it can. */
  problem?: string;
}

/**
 * Adds up what functions reserve. Lambda refuses the reservation that leaves less than 100 unreserved, in the middle of
 * a deployment; here it is refused before, with the functions named.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 *
 * @param resources all that the program registered
 * @param limit the account's concurrency limit, which holds in each region
 */
export function reservedConcurrency(resources: readonly RecordedResource[], limit: number): ReservedConcurrency {
  const reservable = Math.max(0, limit - unreservedConcurrency);
  const regions = [...byProvider(resources).values()].sort((a, b) => sum(b) - sum(a));
  const functions = regions[0] ?? [];
  const reserved = sum(functions);
  if (reserved <= reservable) return { reserved, reservable, functions };
  const list = functions.map(({ name, executions }) => `${name} ${executions}`);
  const problem =
    `Functions reserve ${reserved} concurrent executions, and the account can reserve ${reservable}: its limit is ${limit}, ` +
    `of which AWS keeps ${unreservedConcurrency} unreserved. Reserved by: ${list.join(", ")}. Ask AWS for a higher limit and ` +
    `write it to platform.config.yaml, lower the reservations, or state the exception no-reserved-concurrency.`;
  return { reserved, reservable, functions, problem };
}

function byProvider(resources: readonly RecordedResource[]): Map<string, Reservation[]> {
  const found = new Map<string, Reservation[]>();
  for (const resource of resources) {
    const executions = resource.inputs["reservedConcurrentExecutions"];
    if (resource.type !== "aws:lambda/function:Function" || typeof executions !== "number" || executions <= 0) continue;
    const provider = providerUrnOf(resource) ?? "";
    const name = resource.inputs["name"];
    const reservation = { name: typeof name === "string" ? name : resource.name, executions };
    found.set(provider, [...(found.get(provider) ?? []), reservation]);
  }
  for (const reservations of found.values()) reservations.sort((a, b) => b.executions - a.executions);
  return found;
}

function sum(reservations: Reservation[]): number {
  return reservations.reduce((total, { executions }) => total + executions, 0);
}
