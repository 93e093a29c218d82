import type * as pulumi from "@pulumi/pulumi";
import { AccountBudget } from "../components/organization/account-budget";
import { CentralRootAccess } from "../components/organization/central-root-access";
import { ControlTowerControls } from "../components/organization/control-tower-controls";
import { CostAnomalies } from "../components/organization/cost-anomalies";
import { DelegatedAdministration } from "../components/organization/delegated-administration";
import { Guardrails } from "../components/organization/guardrails";
import { guardrailPresets } from "../components/organization/scp-presets";
import { AccountProviders } from "./accounts";
import { makeCentralNames } from "./central-names";
import type { ManagementEnvironment } from "./config/organization-environment";
import type { OrganizationStructure } from "./config/organization-structure";
import { makeAccountDetection } from "./management/account-detection";
import { adoptedMembers, madeMembers, type Members } from "./management/members";
import { organizationOutput, type OrganizationOutputValues } from "./organization-outputs";
import { SystemComponent } from "./workload/system-component";
import type { Outputs } from "./workload";

/**
 * The organisation: units, accounts, what nobody in them may do, who administers security, and what they may cost.
 * Deployed by the management account, before any other stack. Under a Control Tower, what that has made is used.
 *
 * @param environment where, and the organisation
 * @returns `{ accountId, region, organization, names? }`; `organization` is typed by `stacks/organization-outputs.ts`
 */
export function management(environment: ManagementEnvironment): Outputs {
  const { name, account, tags, structure } = environment;
  const providers = new AccountProviders({ account, stack: name, tags });
  const parent = new SystemComponent("organization", {}, { provider: providers.regional });
  const options: pulumi.ComponentResourceOptions = { parent, providers: [providers.regional] };

  const members = structure.controlTower ? adoptedMembers(structure, options) : madeMembers(environment, options);
  makeGuardrails(environment, members, options);
  const { own, administrator } = makeAccountDetection({ environment, members, providers, options });
  makeDelegation(structure, members, providers, {
    ...options,
    dependsOn: [members.trustedAccess, ...own, ...Object.values(administrator)],
  });
  new CentralRootAccess("root-access", {}, { ...options, dependsOn: members.trustedAccess });
  makeBudgets(environment, members, options);
  const names = makeCentralNames({ environment, providers, options, accountIds: members.accountIds });
  const organization: OrganizationOutputValues = {
    version: 1,
    organizationId: members.organizationId,
    managementAccountId: account.id,
    securityAccountId: members.accountIds[structure.securityAccount.name]!,
    logArchiveAccountId: members.accountIds[structure.logArchiveAccount.name]!,
    controlTower: structure.controlTower !== undefined,
    regions: structure.regions,
    units: members.unitIds,
    accounts: members.accountIds,
    detectors: Object.fromEntries(Object.entries(administrator).map(([region, { detector }]) => [region, detector.id])),
  };
  return {
    accountId: account.id,
    region: account.region,
    [organizationOutput]: organization,
    ...(names.outputs && { names: names.outputs }),
  };
}

function makeGuardrails(
  { organization, account, structure }: ManagementEnvironment,
  members: Members,
  options: pulumi.ComponentResourceOptions,
): void {
  const { controlTower, regions } = structure;
  // Control Tower's mandatory controls do the same as some; a unit has room for five policies.
  const left = guardrailPresets.filter((preset) => !(controlTower && preset.controlTower)).map(({ name }) => name);
  const targets = structure.units
    .map(({ key, guardrails }) => ({ key, guardrails: guardrails.filter((guardrail) => left.includes(guardrail)) }))
    .filter(({ guardrails }) => guardrails.length > 0)
    .map(({ key, guardrails }) => [key, { id: members.unitIds[key]!, guardrails }] as const);
  new Guardrails(
    "guardrails",
    {
      targets: Object.fromEntries(targets),
      managementAccountId: account.id,
      regions,
      guardrailRoles: guardrailRoles(structure),
      attachedByOthers: controlTower?.attachedPolicies ?? 0,
      namePrefix: `${organization}-guardrails`,
    },
    // AWS takes no policy before there is an organisation with their type switched on.
    { ...options, dependsOn: members.trustedAccess },
  );
  if (!controlTower) return;
  const controls = Object.entries(controlTower.controls).map(([key, names]) => {
    return [key, { id: structure.units.find((unit) => unit.key === key)!.id!, controls: names }] as const;
  });
  new ControlTowerControls("controls", { organizationId: structure.id!, units: Object.fromEntries(controls) }, options);
}

/** Roles that set the guardrails up, and that nobody else may therefore change. */
function guardrailRoles({ accountRole, deployment, accounts, controlTower }: OrganizationStructure): string[] {
  const deployRoles = accounts.map(({ deployRole }) => deployRole).filter((role) => role !== undefined);
  const controlTowers = controlTower ? ["AWSControlTowerExecution", "aws-controltower-*"] : [];
  return [...new Set([accountRole, deployment.roleName, ...deployRoles, ...controlTowers])];
}

function makeDelegation(
  structure: OrganizationStructure,
  members: Members,
  providers: AccountProviders,
  options: pulumi.ComponentResourceOptions,
): void {
  new DelegatedAdministration(
    "delegation",
    {
      accountId: members.accountIds[structure.securityAccount.name]!,
      managementAccountId: structure.managementAccount.id,
      regions: Object.fromEntries(structure.regions.map((region) => [region, providers.in(region)])),
      // Control Tower has a trail and an aggregator of its own, and an administrator for them.
      ...(structure.controlTower && { cloudTrail: false, services: ["access-analyzer.amazonaws.com"] }),
    },
    options,
  );
}

function makeBudgets(
  { organization, alarmAddresses, structure }: ManagementEnvironment,
  members: Members,
  options: pulumi.ComponentResourceOptions,
): void {
  for (const { name, budget, ownerEmail } of structure.accounts) {
    if (!budget) continue;
    const addresses = [...new Set([ownerEmail, ...alarmAddresses.warning])];
    const budgetName = `${organization}-${name}`;
    const accountId = members.accountIds[name]!;
    new AccountBudget(`budget-${name}`, { ...budget, budgetName, accountId, addresses }, options);
  }
  new CostAnomalies(
    "cost-anomalies",
    { monitorName: organization, impactUsd: structure.costAnomalyUsd, addresses: alarmAddresses.warning },
    options,
  );
}
