import type * as pulumi from "@pulumi/pulumi";
import { LogDelivery } from "../../components/observability/log-delivery";
import type { Environment } from "../config/environment";
import type { SystemProviders } from "../systems/system";

/** What lets services deliver their logs to a stack's log groups: once in the region, and once in us-east-1 where that is another. */
export class LogDeliveries {
  private readonly made = new Map<pulumi.ProviderResource, LogDelivery>();

  /** @param parent the component of what all systems share */
  constructor(
    private readonly environment: Environment,
    private readonly providers: SystemProviders,
    private readonly parent: pulumi.Resource,
  ) {}

  /** The one in the account's region; made on first use. */
  regional(): LogDelivery {
    return this.in(this.providers.regional, "log-delivery");
  }

  /** The one in us-east-1; made on first use, the same as {@link regional} where that is the account's region. */
  usEast1(): LogDelivery {
    const { regional, usEast1 } = this.providers;
    return usEast1 === regional ? this.regional() : this.in(usEast1, "log-delivery-us-east-1");
  }

  private in(provider: pulumi.ProviderResource, name: string): LogDelivery {
    let delivery = this.made.get(provider);
    if (!delivery) {
      const policyName = `${this.environment.name}-log-delivery`;
      delivery = new LogDelivery(name, { policyName }, { parent: this.parent, providers: [provider] });
      this.made.set(provider, delivery);
    }
    return delivery;
  }
}
