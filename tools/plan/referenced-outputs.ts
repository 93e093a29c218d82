import type { Configuration } from "../../stacks/config";
import { organizationOutput, type OrganizationOutputs } from "../../stacks/organization-outputs";

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
  };
  return { outputs: { [organizationOutput]: organization }, secretOutputNames: [] };
}
