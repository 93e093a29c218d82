import * as fs from "node:fs";
import * as path from "node:path";
import { parsePlan } from "../plan/golden";
import { typeAt, type Plan, type PlanValue } from "../plan/plan";

const KIND = /^\s*platform:kind:\s*(\w+)/m;

/** The committed plans of the stacks that the deploy role deploys: those of workloads. */
export function workloadPlans(root: string): Plan[] {
  return fs
    .readdirSync(root)
    .flatMap((file) => {
      const stack = /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1];
      const kind = stack && KIND.exec(fs.readFileSync(path.join(root, file), "utf8"))?.[1];
      return stack && kind === "workload" ? [stack] : [];
    })
    .sort()
    .map((stack) => {
      const file = `test/golden/${stack}.json`;
      return parsePlan(fs.readFileSync(path.join(root, file), "utf8"), file);
    });
}

/** The types of resources of plans, sorted. */
export function typesOf(plans: Plan[]): string[] {
  const types = plans.flatMap(({ resources }) => Object.keys(resources).map(typeAt));
  return [...new Set(types)].filter((type) => type.startsWith("aws:")).sort();
}

/**
 * The services that roles of plans trust, for example `lambda.amazonaws.com`, sorted; Cognito's identity pools, too, whom a role
 * trusts as a provider of identities.
 */
export function trustedServices(plans: Plan[]): string[] {
  const found = new Set<string>();
  const visit = (value: PlanValue | undefined): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (value !== null && typeof value === "object")
      for (const [key, each] of Object.entries(value)) {
        if (key !== "Service" && key !== "Federated") visit(each);
        // Other providers of identities are named by an ARN.
        else for (const who of [each].flat()) if (typeof who === "string" && !who.startsWith("arn:")) found.add(who);
      }
  };
  for (const { resources } of plans)
    for (const [address, { inputs }] of Object.entries(resources))
      if (typeAt(address) === "aws:iam/role:Role") visit(inputs?.["assumeRolePolicy"]);
  return [...found].sort();
}
