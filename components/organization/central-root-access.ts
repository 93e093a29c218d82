import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import type { Monitoring } from "../observability/monitoring";

/**
 * Root users of member accounts without passwords and keys: new accounts have none, and what only a root user may do is
 * done from the management account by short sessions, one task each.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user.html#id_root-user-access-management
 *
 * @example new CentralRootAccess("root-access", {}, { provider, dependsOn: organization })
 */
export class CentralRootAccess extends PlatformComponent {
  readonly features: aws.iam.OrganizationsFeatures;
  /** Use of a root user is watched by the account's baseline. */
  readonly monitoring: Monitoring;

  /**
   * @param name the component's name
   * @param _args none, in the place where Pulumi expects them
   * @param opts the management account's provider; trusted access for `iam.amazonaws.com` has to come before
   */
  constructor(name: string, _args: Record<string, never>, opts?: pulumi.ComponentResourceOptions) {
    super("organization", "CentralRootAccess", name, opts);
    this.features = new aws.iam.OrganizationsFeatures(
      `${name}-features`,
      { enabledFeatures: ["RootCredentialsManagement", "RootSessions"] },
      this.childOptions(),
    );
    this.monitoring = { title: `Root access ${name}`, component: name, alarms: [], widgets: [] };
    this.registerOutputs({});
  }
}
