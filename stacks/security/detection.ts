import type * as pulumi from "@pulumi/pulumi";
import { AccessAnalysis } from "../../components/audit/access-analysis";
import { ConfigAggregator } from "../../components/audit/config-aggregator";
import { SecurityStandards } from "../../components/audit/security-standards";
import { ThreatDetection } from "../../components/audit/threat-detection";
import type { Monitoring } from "../../components/observability/monitoring";
import type { AccountProviders } from "../accounts";
import type { SecurityEnvironment } from "../config/organization-environment";
import { detectorOf, type OrganizationOutputs } from "../organization-outputs";

/** What detection is made with. */
export interface DetectionParts {
  environment: SecurityEnvironment;
  organization: pulumi.Output<OrganizationOutputs>;
  providers: AccountProviders;
  options: pulumi.ComponentResourceOptions;
}

/**
 * Makes what looks at every account. GuardDuty and access analyzers are regional, so that each region where anything may be made
 * has its own; Security Hub and Config bring the regions together by themselves. Detectors and Security Hub are on already: the
 * management stack has switched them on before it named this account.
 */
export function makeDetection({ environment, organization, providers, options }: DetectionParts): Monitoring[] {
  const { account, structure } = environment;
  const made: Monitoring[] = [];
  for (const region of structure.regions) {
    const { parent } = options;
    const regional = [providers.in(region)];
    const home = region === account.region;
    const detectorId = organization.apply((told) => detectorOf(told, region));
    made.push(new ThreatDetection(`threats-${region}`, { detectorId }, { parent, providers: regional }).monitoring);
    // Identities are global: one analysis of what they do not use is enough, and it is billed by identity.
    const unusedAfterDays = home ? undefined : (false as const);
    made.push(
      new AccessAnalysis(`access-${region}`, { zone: "organization", unusedAfterDays }, { parent, providers: regional })
        .monitoring,
    );
  }
  const others = structure.regions.filter((region) => region !== account.region);
  const standards = new SecurityStandards(
    "standards",
    { targets: targets(environment, organization), linkedRegions: others.length ? others : undefined },
    options,
  );
  made.push(standards.monitoring);
  if (!structure.controlTower) made.push(new ConfigAggregator("configuration", {}, options).monitoring);
  return made;
}

/** Units below the root, which bring what lies in them, and the management account, which is in none. */
function targets(
  { structure }: SecurityEnvironment,
  organization: pulumi.Output<OrganizationOutputs>,
): Record<string, pulumi.Input<string>> {
  const units = structure.units.filter(({ parent }) => parent === undefined);
  return {
    management: structure.managementAccount.id,
    ...Object.fromEntries(units.map(({ key }) => [key, organization.units.apply((ids) => ids[key]!)])),
  };
}
