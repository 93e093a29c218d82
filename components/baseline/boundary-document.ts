import type { DeployStatement } from "../delivery/policy-documents";
import { boundaryDenials } from "./boundary-denials";

/** Name of the boundary. It begins like the guardrails', so that no deployment can change it. */
export const WORKLOAD_BOUNDARY = "PlatformWorkloadBoundary";

/** ARN of the boundary of an account. */
export function boundaryArn(partition: string, account: string): string {
  return `arn:${partition}:iam::${account}:policy/${WORKLOAD_BOUNDARY}`;
}

/** The boundary as a document of one account. */
export function boundaryDocument(
  statements: DeployStatement[],
  place: { partition: string; account: string; region: string },
): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [...statements, ...boundaryDenials()] })
    .replaceAll("${partition}", place.partition)
    .replaceAll("${account}", place.account)
    .replaceAll("${region}", place.region);
}
