import type * as pulumi from "@pulumi/pulumi";
import { Key } from "../components/encryption/key";
import { DelegationRole } from "../components/names/delegation-role";
import { PublicZone } from "../components/names/public-zone";
import type { Monitoring } from "../components/observability/monitoring";
import type { AccountProviders } from "./accounts";
import type { ManagementEnvironment, SecurityEnvironment } from "./config/organization-environment";
import type { CentralZone } from "./config/organization-structure";

/** What the zones of a central account are made with. */
export interface CentralNamesArgs {
  environment: ManagementEnvironment | SecurityEnvironment;
  providers: AccountProviders;
  options: pulumi.ComponentResourceOptions;
  /** Id of each account by its name, where the stack makes them itself. Default those of the configuration. */
  accountIds?: Readonly<Record<string, pulumi.Input<string>>>;
}

/** What a central account leaves behind of the zones that it holds. */
export interface CentralNames {
  /** Name, id and name servers of each zone that was made, by its key. */
  outputs?: Record<string, { name: string; zoneId: pulumi.Output<string>; nameServers: pulumi.Output<string[]> }>;
  monitoring: Monitoring[];
}

/** Makes the zones that a central account is to have, and the roles by which environments enter their name servers. */
export function makeCentralNames({ environment, providers, options, accountIds }: CentralNamesArgs): CentralNames {
  const { account, structure, removal, logRetentionDays, name: stack } = environment;
  const ids = accountIds ?? Object.fromEntries(structure.accounts.map(({ name, id }) => [name, id]));
  const held = structure.domains.filter((domain) => domain.account === account.name);
  const made = held.filter(({ create }) => create);
  const optionsUsEast1: pulumi.ComponentResourceOptions = { parent: options.parent, providers: [providers.usEast1] };
  const key = made.length > 0 ? logKey() : undefined;
  const zones = Object.fromEntries(
    made.map((domain) => {
      const args = { zoneName: domain.zoneName, key: key!, removal, logRetentionDays };
      return [domain.key, new PublicZone(`names-${domain.key}`, args, optionsUsEast1)];
    }),
  );
  const roles = held.flatMap((domain) => rolesOf(domain, zones[domain.key]?.zoneId ?? domain.zoneId!));
  const outputs = made.map(({ key: zone, zoneName: name }) => {
    const { zoneId, nameServers } = zones[zone]!;
    return [zone, { name, zoneId, nameServers }];
  });
  return {
    ...(made.length > 0 && { outputs: Object.fromEntries(outputs) as CentralNames["outputs"] }),
    monitoring: [...Object.values(zones).map(({ monitoring }) => monitoring), ...roles],
  };

  function logKey(): Key {
    return new Key(
      "names-key",
      { description: `Queries for names in ${stack}`, alias: `${stack}-names`, removal },
      optionsUsEast1,
    );
  }

  function rolesOf({ key: zone, zoneName, environments }: CentralZone, zoneId: pulumi.Input<string>): Monitoring[] {
    return (
      environments
        // Accounts of this machine, and real ones, know nothing of each other.
        .filter((each) => ids[each.account] !== undefined)
        .map((each) => {
          const prefix = each.zoneName.slice(0, -zoneName.length - 1);
          return new DelegationRole(
            `names-${zone}-${prefix}`,
            { zoneName: each.zoneName, account: ids[each.account]!, parent: { zoneName, zoneId } },
            options,
          ).monitoring;
        })
    );
  }
}
