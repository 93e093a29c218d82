import type { DeployStatement } from "../../components/delivery/policy-documents";
import { boundaryStatements } from "./boundary-statements";
import { readRecord, readUnrecorded } from "./record";
import { deployStatements } from "./statements";
import { trustedServices, typesOf, workloadPlans } from "./workload-plans";

const DESCRIPTION =
  "What a deployment of a workload stack may do. Made by `npm run deploy-policy` from the operations that the provider was " +
  "seen to call (policies/deploy/recorded.json) and those written down beside them, for the types of resources in the " +
  "committed plans. ${partition}, ${account} and ${region} stand for those of the account. The role that gets it has " +
  "denials of its own; see components/delivery/guardrail-statements.ts.";

/** The published policy, as its file says it. */
export function makePolicy(root: string): { description: string; statements: DeployStatement[] } {
  const plans = workloadPlans(root);
  const statements = deployStatements({
    recorded: readRecord(),
    unrecorded: readUnrecorded(),
    types: typesOf(plans),
    trusted: trustedServices(plans),
  });
  return { description: DESCRIPTION, statements };
}

const BOUNDARY =
  "The most that a role of a system can ever do. Made by `npm run deploy-policy` from what roles in the committed plans of " +
  "workloads are granted. ${partition}, ${account} and ${region} stand for those of the account. The boundary has denials of its " +
  "own; see components/baseline/boundary-denials.ts.";

/** The boundary, as its file says it. */
export function makeBoundary(root: string): { description: string; statements: DeployStatement[] } {
  return { description: BOUNDARY, statements: boundaryStatements(workloadPlans(root)) };
}
