import type { Configuration } from "../../stacks/config";
import { organizationOutput, type OrganizationOutputs } from "../../stacks/organization-outputs";
import { securityOutput, type SecurityOutputs } from "../../stacks/security-outputs";

/** The state of a stack reference: what other stacks would tell this one, once they are deployed. */
export function referencedOutputs({ environment }: Configuration): Record<string, unknown> {
  if (environment.kind === "workload") return { outputs: {}, secretOutputNames: [] };
  const { managementAccount, securityAccount, logArchiveAccount, ...structure } = environment.structure;
  const organization: OrganizationOutputs = {
    version: 1,
    organizationId: structure.id ?? "o-planned000",
    managementAccountId: managementAccount.id,
    securityAccountId: securityAccount.id,
    logArchiveAccountId: logArchiveAccount.id,
    controlTower: structure.controlTower !== undefined,
    regions: structure.regions,
    units: Object.fromEntries(structure.units.map(({ key, id }) => [key, id ?? `ou-plan-${key}`])),
    accounts: Object.fromEntries(structure.accounts.map(({ name, id }) => [name, id])),
    detectors: Object.fromEntries(structure.regions.map((each) => [each, `planned-detector-${each}`])),
  };
  const { region } = securityAccount;
  const security: SecurityOutputs = {
    version: 1,
    busArn: `arn:aws:events:${region}:${securityAccount.id}:event-bus/default`,
    sinkArns: Object.fromEntries(
      structure.regions.map((each) => [each, `arn:aws:oam:${each}:${securityAccount.id}:sink/planned`]),
    ),
  };
  return { outputs: { [organizationOutput]: organization, [securityOutput]: security }, secretOutputNames: [] };
}
