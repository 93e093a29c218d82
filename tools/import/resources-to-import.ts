import type { AccountConfiguration } from "../../stacks/config/platform-schema";
import type { FoundOrganization } from "./found-organization";
import type { MatchedOrganization } from "./match-organization";

/** What `pulumi import --file` reads. https://www.pulumi.com/docs/iac/guides/migration/import/#bulk-import-operations */
export interface ImportFile {
  nameTable: Record<string, string>;
  resources: ImportedResource[];
}

interface ImportedResource {
  type: string;
  /** Unique in the file. */
  name: string;
  /** The resource's name, where `name` cannot be it. */
  logicalName?: string;
  id?: string;
  component?: true;
  parent?: string;
  provider?: string;
}

/** URN of the provider that the management stack makes, which has to be in its state before anything is imported. */
export function providerUrn(stack: string, account: string, region: string): string {
  return `urn:pulumi:${stack}::platform::pulumi:providers:aws::${account}-${region}`;
}

/**
 * The organisation, its units and its accounts as the management stack names them.
 *
 * @param found the organisation as AWS has it
 * @param matched the keys of its units and accounts
 * @param management name and region of the management account in the configuration
 * @param stack name of the management stack
 */
export function resourcesToImport(
  found: FoundOrganization,
  { unitKeys, accountNames }: MatchedOrganization,
  management: { name: string } & Pick<AccountConfiguration, "region">,
  stack: string,
): ImportFile {
  const children = { parent: "organization-component", provider: "management" };
  return {
    nameTable: { management: providerUrn(stack, management.name, management.region) },
    resources: [
      { type: "platform:stacks:System", name: "system", logicalName: "organization", component: true },
      {
        type: "platform:organization:Organization",
        name: "organization-component",
        logicalName: "organization",
        component: true,
        parent: "system",
      },
      {
        type: "aws:organizations/organization:Organization",
        name: "organization-organization",
        id: found.id,
        ...children,
      },
      ...found.units.map(({ id }) => ({
        type: "aws:organizations/organizationalUnit:OrganizationalUnit",
        name: `organization-unit-${unitKeys.get(id)!}`,
        id,
        ...children,
      })),
      ...found.accounts
        .filter(({ id }) => id !== found.managementAccountId)
        .map(({ id }) => ({
          type: "aws:organizations/account:Account",
          name: `organization-account-${accountNames.get(id)!}`,
          id,
          ...children,
        })),
    ],
  };
}
