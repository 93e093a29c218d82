import * as pulumi from "@pulumi/pulumi";
import type { Monitoring } from "./observability/monitoring";

/**
 * What every component of the platform is: a Pulumi component of type `platform:<area>:<Name>` that describes how it is
 * monitored. Dashboards and alarms are assembled from these descriptions, so nothing is listed twice.
 *
 * Subclasses name their children `${name}-<suffix>`, pass {@link PlatformComponent.childOptions}, and call
 * `registerOutputs` last. https://www.pulumi.com/docs/iac/concepts/components/
 */
export abstract class PlatformComponent extends pulumi.ComponentResource {
  /** The name given to the constructor, which starts the name of every child. */
  readonly componentName: string;

  /**
   * @param area the folder below `components/`, for example `data`
   * @param type the class's name, for example `Table`
   */
  protected constructor(area: string, type: string, name: string, opts?: pulumi.ComponentResourceOptions) {
    // The third argument stays empty: Node.js components otherwise write their arguments, secrets included, into state.
    super(`platform:${area}:${type}`, name, {}, opts);
    this.componentName = name;
  }

  /** The metrics, alarms and widgets of this component. */
  abstract readonly monitoring: Monitoring;

  /** Options for a child resource: this component as parent, and whatever `more` adds. */
  protected childOptions(more: pulumi.CustomResourceOptions = {}): pulumi.CustomResourceOptions {
    return pulumi.mergeOptions({ parent: this }, more) as pulumi.CustomResourceOptions;
  }
}
