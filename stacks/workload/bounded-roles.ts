import type * as pulumi from "@pulumi/pulumi";
import { boundaryArn } from "../../components/baseline/boundary-document";
import { partitionOf } from "../accounts";
import type { Environment, EnvironmentAccount } from "../config/environment";

/**
 * What gives every role below a component the account's boundary, whichever component makes it, unless it has one. A deployment can
 * make no role without.
 *
 * @returns nothing to be done where the environment's account has no baseline
 *
 * https://www.pulumi.com/docs/iac/concepts/resources/options/transformations/
 */
export function boundedRoles({
  account,
  boundedRoles: wanted,
}: Pick<Environment, "boundedRoles"> & {
  account: Pick<EnvironmentAccount, "id" | "region">;
}): pulumi.ResourceTransformation[] {
  if (!wanted) return [];
  const permissionsBoundary = boundaryArn(partitionOf(account.region), account.id);
  return [
    ({ type, props, opts }) =>
      type === "aws:iam/role:Role"
        ? // What is undefined stays: outputs are made from the keys.
          {
            props: { ...props, permissionsBoundary: (props["permissionsBoundary"] as unknown) ?? permissionsBoundary },
            opts,
          }
        : undefined,
  ];
}
