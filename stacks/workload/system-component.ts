import * as pulumi from "@pulumi/pulumi";

/** The parent of a system's components, which makes plans and previews read as a tree. It has no resources of its own. */
export class SystemComponent extends pulumi.ComponentResource {
  /**
   * @param name the system's name, or `shared` for what the whole stack shares
   * @param provider of the account's region
   */
  constructor(name: string, provider: pulumi.ProviderResource) {
    super("platform:stacks:System", name, {}, { providers: [provider] });
  }

  /** Marks the system as complete. */
  complete(): void {
    this.registerOutputs({});
  }
}
