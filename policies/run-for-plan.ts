import type { RunPack } from "../tools/plan/violation";
import { runPack } from "./run-in-process";

/** The pack in the form that `npm run plan` takes. Excepted violations are accepted, so the plan does not list them. */
export const runPackForPlan: RunPack = (resources, { stack, config }) =>
  runPack(resources, { environment: stack, config })
    .filter(({ excepted }) => !excepted)
    .map(({ rule, level, urn, message, fix }) => ({
      policy: rule,
      enforcement: level === "advisory" ? "advisory" : "mandatory",
      ...(urn !== undefined && { urn }),
      message: `${message}. ${fix}`,
    }));
