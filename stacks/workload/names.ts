import * as pulumi from "@pulumi/pulumi";
import type { Key } from "../../components/encryption/key";
import { delegationRoleName } from "../../components/names/delegation-role-name";
import { PublicZone } from "../../components/names/public-zone";
import { ZoneDelegation } from "../../components/names/zone-delegation";
import type { Monitoring } from "../../components/observability/monitoring";
import { otherAccount } from "../accounts";
import type { Environment } from "../config/environment";
import type { SystemDomain, SystemProviders } from "../systems/system";

/** What the zone is made with. */
export interface NamesArgs {
  environment: Environment;
  providers: SystemProviders;
  /** Gives a key of us-east-1; asked only where a zone is made. */
  key: () => Key;
  parent: pulumi.Resource;
}

/** Where the environment's names go. */
export interface Names {
  domain: SystemDomain;
  /** Of what is made, with metrics in us-east-1. */
  monitoring: Monitoring[];
}

/**
 * Makes the environment's hosted zone and enters its name servers in the zone around it, where a central account holds that;
 * else says who has to be told of them. A zone that is there already is used as it is.
 *
 * @returns nothing where the environment has no domain
 */
export function makeNames({ environment, providers, key, parent }: NamesArgs): Names | undefined {
  const { domain, account, removal, logRetentionDays, tags, name: stack } = environment;
  if (!domain) return undefined;
  if (domain.zoneId !== undefined) return { domain: { name: domain.name, zoneId: domain.zoneId }, monitoring: [] };
  const zone = new PublicZone(
    "names",
    { zoneName: domain.name, key: key(), logRetentionDays, removal },
    { parent, providers: [providers.usEast1] },
  );
  const { zoneId, nameServers } = zone;
  const made = { name: domain.name, zoneId, nameServers };
  if (domain.parent) {
    const provider = otherAccount({
      account,
      stack,
      tags,
      what: "parent-zone",
      otherId: domain.parent.accountId,
      role: delegationRoleName(domain.name),
    });
    new ZoneDelegation(
      "names-delegation",
      { zoneName: domain.name, nameServers, parentZoneId: domain.parent.zoneId },
      { parent, providers: [provider] },
    );
    return { domain: made, monitoring: [zone.monitoring] };
  }
  nameServers.apply((servers) => {
    if (!pulumi.runtime.isDryRun())
      void pulumi.log.info(
        `Certificates wait until the zone around ${domain.name} names its servers, as NS records of that name: ${servers.join(", ")}`,
        zone.zone,
      );
  });
  return { domain: made, monitoring: [zone.monitoring] };
}
