import {
  DescribeOrganizationCommand,
  ListRootsCommand,
  paginateListAccountsForParent,
  paginateListAWSServiceAccessForOrganization,
  paginateListOrganizationalUnitsForParent,
  type OrganizationsClient,
} from "@aws-sdk/client-organizations";
import { GetCallerIdentityCommand, type STSClient } from "@aws-sdk/client-sts";
import type { FoundOrganization } from "./found-organization";

/** The clients that an organisation is read with. */
export interface OrganizationClients {
  organizations: OrganizationsClient;
  sts: STSClient;
}

/**
 * Reads an organisation, and changes nothing. Needs `organizations:Describe*` and `organizations:List*` in the management
 * account. https://docs.aws.amazon.com/organizations/latest/APIReference/API_Operations.html
 *
 * @throws Error in words for a person: no credentials, no organisation, not the management account
 */
export async function readOrganization({
  organizations: client,
  sts,
}: OrganizationClients): Promise<FoundOrganization> {
  const caller = await answered(sts.send(new GetCallerIdentityCommand({})));
  const { Organization: organization } = await answered(client.send(new DescribeOrganizationCommand({})));
  const { Id: id, MasterAccountId: managementAccountId, FeatureSet: featureSet } = organization!;
  if (caller.Account !== managementAccountId) {
    throw new Error(
      `These credentials are of account ${caller.Account}; ${id} is managed by ${managementAccountId}. Use credentials of that account.`,
    );
  }
  const [root] = (await answered(client.send(new ListRootsCommand({})))).Roots!;
  const found: FoundOrganization = {
    id: id!,
    managementAccountId: managementAccountId!,
    featureSet: featureSet!,
    serviceAccess: await serviceAccess(client, featureSet!),
    policyTypes: (root!.PolicyTypes ?? [])
      .filter(({ Status }) => Status === "ENABLED")
      .map(({ Type }) => Type as string)
      .sort(),
    units: [],
    accounts: [],
    closed: [],
  };
  await readBelow(client, found, root!.Id!);
  return found;
}

/** Units and accounts below the root or a unit, and all inside those. */
async function readBelow(client: OrganizationsClient, found: FoundOrganization, at: string, unitId?: string) {
  for await (const { Accounts = [] } of paginateListAccountsForParent({ client }, { ParentId: at })) {
    for (const { Id, Name, Email, State, Status } of Accounts) {
      // AWS replaces the status by the state, and does not yet give both everywhere.
      if ((State ?? Status) === "ACTIVE")
        found.accounts.push({ id: Id!, name: Name!, email: Email!, ...(unitId !== undefined && { unitId }) });
      else found.closed.push(Name!);
    }
  }
  for await (const { OrganizationalUnits = [] } of paginateListOrganizationalUnitsForParent(
    { client },
    { ParentId: at },
  )) {
    for (const { Id, Name } of OrganizationalUnits) {
      found.units.push({ id: Id!, name: Name!, ...(unitId !== undefined && { parentId: unitId }) });
      await readBelow(client, found, Id!, Id);
    }
  }
}

/** An organisation with consolidated billing only knows no trusted access, and refuses the question. */
async function serviceAccess(client: OrganizationsClient, featureSet: string): Promise<string[]> {
  if (featureSet !== "ALL") return [];
  const services: string[] = [];
  for await (const { EnabledServicePrincipals = [] } of paginateListAWSServiceAccessForOrganization({ client }, {}))
    services.push(...EnabledServicePrincipals.map(({ ServicePrincipal }) => ServicePrincipal!));
  return services.sort();
}

/** Says in words for a person why AWS gave no answer. */
async function answered<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    const { name, message } = error as Error;
    const known: Record<string, string> = {
      CredentialsProviderError:
        "There are no AWS credentials. Sign in to the management account, for example with: aws sso login --profile management; export AWS_PROFILE=management",
      ExpiredTokenException: "The AWS credentials have expired. Sign in again.",
      ExpiredToken: "The AWS credentials have expired. Sign in again.",
      InvalidClientTokenId: "AWS does not know these credentials. Sign in to the management account.",
      UnrecognizedClientException: "AWS does not know these credentials. Sign in to the management account.",
      AWSOrganizationsNotInUseException:
        "This account is in no organisation, so that there is nothing to import: the management stack makes one.",
      AccessDeniedException: `These credentials may not read the organisation: ${message}. Use credentials of the management account.`,
    };
    throw new Error(known[name] ?? `AWS refused to answer: ${message} (${name})`, { cause: error });
  }
}
