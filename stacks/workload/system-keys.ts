import type * as pulumi from "@pulumi/pulumi";
import { Key } from "../../components/encryption/key";
import { defaultKeyServices, type KeyService } from "../../components/encryption/key-services";
import type { Environment } from "../config/environment";
import type { SystemProviders } from "../systems/system";

/** The customer-managed keys of one system: one in the region, and one in us-east-1 where that is another region. */
export class SystemKeys {
  private readonly made = new Map<pulumi.ProviderResource, Key>();

  /**
   * @param name the system's name
   * @param parent the system's component
   * @param services that the keys admit beside the default ones
   */
  constructor(
    private readonly name: string,
    private readonly environment: Environment,
    private readonly providers: SystemProviders,
    private readonly parent: pulumi.Resource,
    private readonly services: readonly KeyService[] = [],
  ) {}

  /** The key in the account's region; made on first use. */
  regional(): Key {
    return this.in(this.providers.regional);
  }

  /** The key in us-east-1; made on first use, the same as {@link regional} where that is the account's region. */
  usEast1(): Key {
    return this.in(this.providers.usEast1);
  }

  private in(provider: pulumi.ProviderResource): Key {
    let key = this.made.get(provider);
    if (!key) {
      const { name: stack, removal } = this.environment;
      const suffix = provider === this.providers.regional ? "key" : "key-us-east-1";
      key = new Key(
        `${this.name}-${suffix}`,
        {
          description: `Data of the system ${this.name} in ${stack}`,
          alias: `${stack}-${this.name}`,
          services: [...defaultKeyServices, ...this.services],
          removal,
        },
        { parent: this.parent, providers: [provider] },
      );
      this.made.set(provider, key);
    }
    return key;
  }
}
