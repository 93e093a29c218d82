import type { DeployStatement } from "../delivery/policy-documents";

/** What no role of a system ever does, even where a resource's own policy would let it: short, since a boundary is. */
export function boundaryDenials(): DeployStatement[] {
  return [
    {
      Sid: "DenyIdentities",
      Effect: "Deny",
      Action: ["account:*", "iam:*", "organizations:*"],
      Resource: "*",
    },
  ];
}
