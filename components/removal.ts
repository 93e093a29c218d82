import type * as pulumi from "@pulumi/pulumi";

/**
 * What happens to stored data when its resource leaves the program or the stack is destroyed. `retain` is for anything
 * that cannot be made again: the engine refuses to delete it, and AWS's own deletion protection is on where a service
 * has one. `destroy` is for dev and the sandbox.
 */
export type Removal = "retain" | "destroy";

/**
 * Resource options for a resource that holds data. `destroy` sets nothing, so that a `protect` given to the component
 * is still inherited. https://www.pulumi.com/docs/iac/concepts/resources/options/protect/
 *
 * @param removal default `retain`
 */
export function removalOptions(removal: Removal = "retain"): pulumi.CustomResourceOptions {
  // Children inherit `protect` but not `retainOnDelete`, so both are set on the resource itself.
  return removal === "retain" ? { protect: true, retainOnDelete: true } : {};
}
