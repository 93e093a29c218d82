import { nearest } from "../../stacks/config/nearest";
import { UsageError } from "../command/verb";
import { markers, typeAt, type Plan } from "../plan/plan";
import type { AliasedFunction } from "./rollback";

const ALIAS = "aws:lambda/alias:Alias";
const INVOCATION = "aws:lambda/invocation:Invocation";
const SYSTEM = "platform:stacks:System::";

/**
 * The function that a rollback is about: the one named, or the only one of the system whose traffic releases move.
 *
 * @param plan the stack's committed plan
 * @throws UsageError for a system or function that the plan does not have, or where several could be meant
 */
export function systemFunction(plan: Plan, system: string, named?: string): AliasedFunction {
  const all = Object.entries(plan.resources)
    .filter(([urn]) => typeAt(urn) === ALIAS)
    .map(([urn, { inputs, ignoreChanges }]) => ({
      system: systemOf(plan, urn),
      functionName: (inputs as Record<string, string>)["functionName"]!,
      aliasName: (inputs as Record<string, string>)["name"]!,
      isReleased: (ignoreChanges ?? []).includes("functionVersion"),
    }));
  const systems = [...new Set(all.map((each) => each.system))].sort();
  if (!systems.includes(system)) throw new UsageError(unknown("system with functions", system, systems));
  const own = all.filter((each) => each.system === system);
  const names = own.map(({ functionName }) => functionName);
  if (named !== undefined) {
    const found = own.find(({ functionName }) => functionName === named);
    if (!found) throw new UsageError(unknown(`function in ${system}`, named, names));
    return aliased(plan, found);
  }
  const released = own.filter(({ isReleased }) => isReleased);
  const [only, ...more] = released.length > 0 ? released : own;
  if (more.length > 0) throw new UsageError(`Say which function: --function NAME, one of ${names.join(", ")}.`);
  return aliased(plan, only!);
}

/** With the release of the function, which stands in what starts it. */
function aliased(plan: Plan, { functionName, aliasName }: AliasedFunction): AliasedFunction {
  const release = Object.entries(plan.resources)
    .filter(([urn]) => typeAt(urn) === INVOCATION)
    .map(([, { inputs }]) => (inputs?.["input"] as Record<string, Record<string, string>> | null)?.[markers.json])
    .find((input) => input?.["functionName"] === functionName && input["aliasName"] === aliasName);
  if (!release) return { functionName, aliasName };
  const { application, deploymentGroup } = release;
  return { functionName, aliasName, release: { application: application!, deploymentGroup: deploymentGroup! } };
}

function systemOf(plan: Plan, urn: string): string {
  let at: string | undefined = urn;
  while (at !== undefined && !at.startsWith(SYSTEM)) at = plan.resources[at]?.parent;
  return at?.slice(SYSTEM.length) ?? "none";
}

function unknown(what: string, name: string, known: string[]): string {
  const meant = nearest(name, known);
  return `There is no ${what} "${name}"; ${meant ? `did you mean ${meant}? ` : ""}there are ${known.join(", ")}.`;
}
