import type * as pulumi from "@pulumi/pulumi";
import { Organization } from "../../components/organization/organization";
import { TrustedAccess } from "../../components/organization/trusted-access";
import type { ManagementEnvironment } from "../config/organization-environment";
import type { OrganizationStructure } from "../config/organization-structure";

/** The organisation's parts by their ids, whoever has made them. */
export interface Members {
  organizationId: pulumi.Input<string>;
  /** Ids of the units, by key. */
  unitIds: Record<string, pulumi.Input<string>>;
  /** Ids of the accounts, by name; the management account among them. */
  accountIds: Record<string, pulumi.Input<string>>;
  /** After this, services may act in every account. */
  trustedAccess: pulumi.Resource;
}

/** Services that act in every account by the platform's wish. */
export const platformServices: readonly string[] = [
  "access-analyzer.amazonaws.com",
  "cloudtrail.amazonaws.com",
  "config-multiaccountsetup.amazonaws.com",
  "config.amazonaws.com",
  "guardduty.amazonaws.com",
  "iam.amazonaws.com",
  "securityhub.amazonaws.com",
];

/** Those of them that Control Tower has given access itself. */
const controlTowerServices = [
  "cloudtrail.amazonaws.com",
  "config-multiaccountsetup.amazonaws.com",
  "config.amazonaws.com",
];

/** Makes the organisation, its units and its accounts. */
export function madeMembers(
  { organization: organizationName, account, structure, removal }: ManagementEnvironment,
  options: pulumi.ComponentResourceOptions,
): Members {
  const made = new Organization(
    "organization",
    {
      organizationName,
      units: structure.units,
      members: structure.accounts.filter(({ role }) => role !== "management"),
      accountRole: structure.accountRole,
      serviceAccess: [...new Set([...platformServices, ...structure.serviceAccess])],
      policyTypes: structure.policyTypes,
      removal,
    },
    options,
  );
  const ids = Object.entries(made.accounts).map(([name, { id }]) => [name, id as pulumi.Input<string>] as const);
  return {
    organizationId: made.organizationId,
    unitIds: made.unitIds,
    accountIds: { [account.name]: account.id, ...Object.fromEntries(ids) },
    trustedAccess: made,
  };
}

/** Uses what Control Tower has made. */
export function adoptedMembers(structure: OrganizationStructure, options: pulumi.ComponentResourceOptions): Members {
  const services = [...platformServices, ...structure.serviceAccess].filter(
    (service) => !controlTowerServices.includes(service),
  );
  return {
    organizationId: structure.id!,
    unitIds: Object.fromEntries(structure.units.map(({ key, id }) => [key, id!])),
    accountIds: Object.fromEntries(structure.accounts.map(({ name, id }) => [name, id])),
    trustedAccess: new TrustedAccess("trusted-access", { services: [...new Set(services)] }, options),
  };
}
