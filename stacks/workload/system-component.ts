import * as pulumi from "@pulumi/pulumi";

/** The parent of a system's components, which makes plans and previews read as a tree. It has no resources of its own. */
export class SystemComponent extends pulumi.ComponentResource {
  /**
   * @param name the system's name, or `shared` for what the whole stack shares
   * @param _args none, in the place where Pulumi expects them
   * @param opts `provider` of the account's region, which the components inherit
   */
  constructor(name: string, _args: Record<string, never>, opts: pulumi.ComponentResourceOptions) {
    super("platform:stacks:System", name, {}, opts);
    this.registerOutputs({});
  }
}
