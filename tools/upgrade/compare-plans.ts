import { nameAt, typeAt, type Plan, type PlanResource } from "../plan/plan";
import { resourceChanges } from "../plan/plan-difference";
import { fixes, type Risk } from "./risk";
import { statefulTypes } from "./stateful-types";

/**
 * What deploying the second plan over the first would do to resources that hold something.
 *
 * @param before what is deployed: the committed plan of the version that runs
 * @param after what the new version would make
 */
export function comparePlans(before: Plan, after: Plan): Risk[] {
  return Object.entries(before.resources).flatMap(([address, resource]) => {
    const stateful = statefulTypes[typeAt(address)];
    if (!stateful || resource.read) return [];
    const successor = successorOf(address, after);
    const risk = (severity: Risk["severity"], what: string, fix: string): Risk => ({
      severity,
      stack: after.stack,
      address,
      what: `${what} (it holds ${stateful.holds})`,
      fix,
    });
    if (!successor) {
      const moved = sameNameElsewhere(address, after);
      if (!moved) return [risk("fatal", "would be removed", fixes.removed)];
      return [risk("fatal", `would be removed, and made anew as ${moved}`, fixes.moved)];
    }
    const risks = replacements(resource, successor, stateful.replacedBy).map((why) =>
      risk("fatal", `would be replaced: ${why}`, fixes.replaced),
    );
    const lost = resource.protect && !successor.protect;
    return lost ? [...risks, risk("warning", "would no longer be protected from removal", fixes.unprotected)] : risks;
  });
}

/** The resource under the same address, or the one that names it as an alias. */
function successorOf(address: string, after: Plan): PlanResource | undefined {
  if (Object.hasOwn(after.resources, address)) return after.resources[address];
  return Object.values(after.resources).find((resource) => resource.aliases?.includes(address));
}

function sameNameElsewhere(address: string, after: Plan): string | undefined {
  const same = (other: string) => typeAt(other) === typeAt(address) && nameAt(other) === nameAt(address);
  return Object.keys(after.resources).find(same);
}

function replacements(before: PlanResource, after: PlanResource, replacedBy: readonly string[]): string[] {
  const reasons: string[] = [];
  if (before.location !== after.location) reasons.push(`it moves from ${before.location} to ${after.location}`);
  for (const input of replacedBy) {
    const changes = resourceChanges({ inputs: pick(before.inputs, input) }, { inputs: pick(after.inputs, input) });
    if (changes.length > 0 && !after.ignoreChanges?.includes(input)) {
      const { before: from, after: to } = changes[0]!;
      reasons.push(`${input} changes from ${JSON.stringify(from) ?? "nothing"} to ${JSON.stringify(to) ?? "nothing"}`);
    }
  }
  return reasons;
}

function pick(inputs: PlanResource["inputs"], key: string): NonNullable<PlanResource["inputs"]> {
  return inputs && Object.hasOwn(inputs, key) ? { [key]: inputs[key]! } : {};
}
