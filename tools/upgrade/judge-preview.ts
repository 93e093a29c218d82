import { addressOf } from "../plan/make-plan";
import { typeAt } from "../plan/plan";
import { fixes, type Risk } from "./risk";
import { statefulTypes } from "./stateful-types";

/** Steps of the engine that end a resource's life, and what they are called here. */
const endings: Record<string, keyof typeof fixes> = {
  delete: "removed",
  replace: "replaced",
  "create-replacement": "replaced",
  "delete-replaced": "replaced",
  "discard-replaced": "replaced",
  "import-replacement": "replaced",
  "read-replacement": "replaced",
};

interface Step {
  op?: unknown;
  urn?: unknown;
  replaceReasons?: unknown;
}

/**
 * What a preview by the engine says of resources that hold something. The engine knows the deployed state and asks the
 * provider, so this is the last word before a deployment.
 *
 * @param json output of `pulumi preview --json`
 * @throws Error where it is not that
 */
export function judgePreview(json: string, stack: string): Risk[] {
  const found = new Map<string, Risk>();
  for (const { op, urn, replaceReasons } of stepsOf(json)) {
    const ending = typeof op === "string" && Object.hasOwn(endings, op) ? endings[op]! : undefined;
    if (!ending || typeof urn !== "string") continue;
    const address = addressOf(urn);
    const stateful = statefulTypes[typeAt(address)];
    if (!stateful) continue;
    const reasons =
      Array.isArray(replaceReasons) && replaceReasons.length ? ` because of ${replaceReasons.join(", ")}` : "";
    const what = `would be ${ending}${reasons} (it holds ${stateful.holds})`;
    // A replacement is several steps; the one with the reasons says most.
    if (!found.has(address) || reasons)
      found.set(address, { severity: "fatal", stack, address, what, fix: fixes[ending] });
  }
  return [...found.values()];
}

function stepsOf(json: string): Step[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    parsed = undefined;
  }
  const steps = (parsed as { steps?: unknown } | undefined)?.steps;
  // A preview without any step still has the list; without it this is an error message or another file.
  if (!Array.isArray(steps)) throw new Error("this is not the output of pulumi preview --json");
  return steps as Step[];
}
