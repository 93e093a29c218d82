import type * as pulumi from "@pulumi/pulumi";
import type { Removal } from "./removal";

/**
 * Resource options for what guards stored data from beside it: a bucket's policy, encryption and public access block, a queue's
 * policy, a secret's. Where the data stays in the account, they stay as well; otherwise a removed stack would leave its data with
 * less protection than they had. Only for what its component always makes: a guard that an argument takes away must go.
 * https://www.pulumi.com/docs/iac/concepts/resources/options/retainondelete/
 *
 * @param removal of the data; default `retain`
 */
export function guardOptions(removal: Removal = "retain"): pulumi.CustomResourceOptions {
  // Not protected: the engine would not let a person replace them.
  return removal === "retain" ? { retainOnDelete: true } : {};
}
