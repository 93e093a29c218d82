import type { Violation } from "../../policies/violation";
import { typeAt } from "./plan";
import { addressOf } from "./make-plan";
import type { RecordedResource } from "./recorded-resource";

const RULE = "not-checked-here";

/**
 * Says of each component that a plugin runs, rather than the program, that nothing of it is checked here: only the engine
 * learns what it makes. Without it such a plan would look clean. It warns, and no exception takes it away.
 * https://www.pulumi.com/docs/iac/guides/building-extending/components/packaging-components/
 */
export function notCheckedHere(resources: readonly RecordedResource[]): Violation[] {
  return resources
    .filter(({ remote }) => remote)
    .map(({ urn }) => ({
      rule: RULE,
      title: "Every resource is known to the plan",
      severity: "medium",
      level: "advisory",
      urn,
      message: `not checked here: a plugin makes the resources of ${typeAt(addressOf(urn))}, and only the engine learns which`,
      fix: "Have the engine judge the stack, as pulumi preview with --policy-pack policies and npm run platform -- preview do",
      ids: [],
    }));
}
