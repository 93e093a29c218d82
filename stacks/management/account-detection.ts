import type * as pulumi from "@pulumi/pulumi";
import { AccountDetection } from "../../components/audit/account-detection";
import { otherAccount, type AccountProviders } from "../accounts";
import type { ManagementEnvironment } from "../config/organization-environment";
import type { OrganizationStructure } from "../config/organization-structure";
import { placeholderFix } from "../config/placeholders";
import type { Members } from "./members";

/** What detection is switched on with. */
export interface AccountDetectionParts {
  environment: ManagementEnvironment;
  members: Members;
  providers: AccountProviders;
  options: pulumi.ComponentResourceOptions;
}

/** What was switched on, to be there before anybody administers. */
export interface SwitchedOn {
  /** In the management account, in each region. */
  own: AccountDetection[];
  /** In the security account, by region. */
  administrator: Record<string, AccountDetection>;
}

/**
 * Switches GuardDuty and Security Hub on in the two accounts where no administrator does it: in the management account, and in the
 * security account before it is designated. The latter is the one thing that this stack does in another account; see
 * `docs/decisions/0045-detection-before-delegation.md`.
 */
export function makeAccountDetection({ environment, members, providers, options }: AccountDetectionParts): SwitchedOn {
  const { name: stack, account, tags, structure } = environment;
  const { parent } = options;
  const otherId = idOfSecurityAccount(structure, members);
  const own: AccountDetection[] = [];
  const administrator: Record<string, AccountDetection> = {};
  for (const region of structure.regions) {
    own.push(new AccountDetection(`detection-management-${region}`, {}, { parent, providers: [providers.in(region)] }));
    const role = roleInSecurityAccount(structure);
    const provider = otherAccount({ account, stack, tags, what: `security-${region}`, otherId, role, region });
    administrator[region] = new AccountDetection(`detection-security-${region}`, {}, { parent, providers: [provider] });
  }
  return { own, administrator };
}

/**
 * The configured id where the organisation is there already: `pulumi up --target`, with which one is imported, makes no provider that
 * waits for an account. Else that of the account which the stack makes.
 */
function idOfSecurityAccount({ id, securityAccount }: OrganizationStructure, members: Members): pulumi.Input<string> {
  const isKnown = id !== undefined && placeholderFix(securityAccount.id, false) === undefined;
  return isKnown ? securityAccount.id : members.accountIds[securityAccount.name]!;
}

/** The role that the stacks of the security account are deployed with, else the one that came with the account. */
function roleInSecurityAccount({ securityAccount, controlTower, accountRole }: OrganizationStructure): string {
  // https://docs.aws.amazon.com/controltower/latest/userguide/awscontroltowerexecution.html
  return securityAccount.deployRole ?? (controlTower ? "AWSControlTowerExecution" : accountRole);
}
