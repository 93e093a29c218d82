import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { accountOf } from "../account";
import { PlatformComponent } from "../component";
import { inputChecks } from "../input-checks";
import type { Monitoring } from "../observability/monitoring";

export interface ControlTowerControlsArgs {
  organizationId: string;
  /** Controls by the unit that they are enabled on: its key, its id, and names such as `AWS-GR_ENCRYPTED_VOLUMES`. */
  units: Record<string, { id: string; controls: readonly string[] }>;
}

/**
 * Controls of an existing Control Tower, beside its mandatory ones. The component's account is the management account,
 * its region Control Tower's home region.
 * https://docs.aws.amazon.com/controltower/latest/controlreference/control-identifiers.html
 *
 * @example
 * new ControlTowerControls("controls", {
 *   organizationId: "o-a1b2c3d4e5",
 *   units: { production: { id: "ou-ab12-cdefgh34", controls: ["AWS-GR_ENCRYPTED_VOLUMES"] } },
 * });
 */
export class ControlTowerControls extends PlatformComponent {
  /** What a control finds is in Config and Security Hub. */
  readonly monitoring: Monitoring;

  /** @throws InputError for a control that is named twice on a unit */
  constructor(name: string, args: ControlTowerControlsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("organization", "ControlTowerControls", name, opts);
    const { fail } = inputChecks("platform:organization:ControlTowerControls", name);
    const { id: accountId, partition, region } = accountOf(this);
    for (const [unit, { id, controls }] of Object.entries(args.units)) {
      const twice = controls.find((control, index) => controls.indexOf(control) !== index);
      if (twice) fail(`units.${unit}.controls`, twice, "name each control once");
      for (const control of controls)
        new aws.controltower.ControlTowerControl(
          `${name}-${unit}-${control.toLowerCase()}`,
          {
            controlIdentifier: pulumi.interpolate`arn:${partition}:controltower:${region}::control/${control}`,
            targetIdentifier: pulumi.interpolate`arn:${partition}:organizations::${accountId}:ou/${args.organizationId}/${id}`,
          },
          this.childOptions(),
        );
    }
    this.monitoring = { title: `Controls ${name}`, component: name, alarms: [], widgets: [] };
    this.registerOutputs({});
  }
}
