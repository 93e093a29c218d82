import type { DeployStatement } from "../../components/delivery/policy-documents";
import { boundaryStatements } from "./boundary-statements";
import type { Plan } from "../plan/plan";
import { optionRuns } from "./option-plans";
import { readRecord, readUnrecorded } from "./record";
import { deployStatements } from "./statements";
import { trustedServices, typesOf, workloadPlans } from "./workload-plans";

const DESCRIPTION =
  "What a deployment of a workload stack may do. Made by `npm run deploy-policy` from the operations that the provider was " +
  "seen to call (policies/deploy/recorded.json) and those written down beside them, for the types of resources in the " +
  "committed plans and with every option (policies/deploy/options). ${partition}, ${account} and ${region} stand for those of the account. The role that gets it has " +
  "denials of its own; see components/delivery/guardrail-statements.ts.";

/** What deployments of workloads make and ask, and roles of them are granted. */
export interface PolicyPlans {
  /** The committed plans, and those of the stacks that have every option between them. */
  plans: Plan[];
  /** Types of resources and provider functions, sorted. */
  types: string[];
}

/** The provider knows these without asking AWS. */
const UNASKED = ["aws:index/getPartition:getPartition", "aws:index/getRegion:getRegion"];

/**
 * Reads the committed plans, and runs the program with every option.
 *
 * @param root the repository
 */
export async function policyPlans(root: string): Promise<PolicyPlans> {
  const runs = await optionRuns();
  const plans = [...workloadPlans(root), ...runs.map(({ plan }) => plan)];
  const calls = runs.flatMap((run) => run.calls).filter((call) => !UNASKED.includes(call));
  return { plans, types: [...new Set([...typesOf(plans), ...calls])].sort() };
}

/** The published policy, as its file says it. */
export function makePolicy({ plans, types }: PolicyPlans): { description: string; statements: DeployStatement[] } {
  const statements = deployStatements({
    recorded: readRecord(),
    unrecorded: readUnrecorded(),
    types,
    trusted: trustedServices(plans),
  });
  return { description: DESCRIPTION, statements };
}

const BOUNDARY =
  "The most that a role of a system can ever do. Made by `npm run deploy-policy` from what roles in the plans of workloads, with " +
  "every option, are granted. ${partition}, ${account} and ${region} stand for those of the account. The boundary has denials of " +
  "its own; see components/baseline/boundary-denials.ts.";

/** The boundary, as its file says it. */
export function makeBoundary({ plans }: PolicyPlans): { description: string; statements: DeployStatement[] } {
  return { description: BOUNDARY, statements: boundaryStatements(plans) };
}
