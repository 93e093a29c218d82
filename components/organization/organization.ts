import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import { InputError } from "../input-error";
import type { Monitoring } from "../observability/monitoring";
import { removalOptions, type Removal } from "../removal";

/** An organisational unit to make, or to use where it has an id. */
export interface UnitArgs {
  /** Its key: other units and accounts name it so. */
  key: string;
  /** Its name in AWS. */
  name: string;
  /** Key of the unit that it lies in. Default the root. */
  parent?: string;
  /** Its id, where something else has made it. */
  id?: string;
}

/** A member account. */
export interface MemberArgs {
  /** Its name, which it has in AWS too, after the organisation's, unless `awsName` says otherwise. */
  name: string;
  /** Its name in AWS. */
  awsName?: string;
  email: string;
  /** Key of its unit. Default the root. */
  unit?: string;
}

export interface OrganizationArgs {
  /** Short name of the organisation, which starts the accounts' names. */
  organizationName: string;
  /** The units, each after the one it lies in. */
  units: readonly UnitArgs[];
  /** The accounts beside the management account. */
  members: readonly MemberArgs[];
  /** Role that AWS makes in each new account. Only read when the account is made. */
  accountRole: string;
  /** Services that may act in every account, for example `guardduty.amazonaws.com`. */
  serviceAccess: readonly string[];
  /** Types of policies that are enabled beside service control policies. Default none. */
  policyTypes?: readonly string[];
  /** Default `retain`. */
  removal?: Removal;
}

/**
 * An organisation with all features, its units and its accounts. None of them is ever deleted or closed by a
 * deployment: closing an account is final after 90 days, and done by a person.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_best-practices.html
 *
 * @example
 * const { units, accounts } = new Organization("organization", {
 *   organizationName: "acme",
 *   units: [{ key: "production", name: "Production" }],
 *   members: [{ name: "prod", email: "aws+prod@acme.io", unit: "production" }],
 *   accountRole: "OrganizationAccountAccessRole",
 *   serviceAccess: ["guardduty.amazonaws.com"],
 * });
 */
export class Organization extends PlatformComponent {
  readonly organization: aws.organizations.Organization;
  readonly organizationId: pulumi.Output<string>;
  readonly rootId: pulumi.Output<string>;
  /** Id of each unit, by its key. */
  readonly unitIds: Record<string, pulumi.Input<string>> = {};
  /** The accounts, by their name. */
  readonly accounts: Record<string, aws.organizations.Account> = {};
  /** AWS Organizations has no metrics; what is done to it is in the trail. */
  readonly monitoring: Monitoring;

  /** @throws InputError for a unit that is named before it is there */
  constructor(name: string, args: OrganizationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("organization", "Organization", name, opts);
    this.organization = new aws.organizations.Organization(
      `${name}-organization`,
      {
        featureSet: "ALL",
        awsServiceAccessPrincipals: [...args.serviceAccess].sort(),
        enabledPolicyTypes: ["SERVICE_CONTROL_POLICY", ...(args.policyTypes ?? [])].sort(),
      },
      this.childOptions(removalOptions(args.removal)),
    );
    this.organizationId = this.organization.id;
    this.rootId = this.organization.roots[0]!.id;
    for (const unit of args.units) this.unitIds[unit.key] = unit.id ?? this.createUnit(unit, args.removal).id;
    for (const member of args.members) this.accounts[member.name] = this.createAccount(member, args);
    this.monitoring = { title: `Organisation ${name}`, component: name, alarms: [], widgets: [] };
    this.registerOutputs({ organizationId: this.organizationId });
  }

  private createUnit(unit: UnitArgs, removal?: Removal): aws.organizations.OrganizationalUnit {
    return new aws.organizations.OrganizationalUnit(
      `${this.componentName}-unit-${unit.key}`,
      { name: unit.name, parentId: this.parentId(unit.parent, `units.${unit.key}.parent`) },
      this.childOptions(removalOptions(removal)),
    );
  }

  private createAccount(member: MemberArgs, args: OrganizationArgs): aws.organizations.Account {
    return new aws.organizations.Account(
      `${this.componentName}-account-${member.name}`,
      {
        name: member.awsName ?? `${args.organizationName}-${member.name}`,
        email: member.email,
        parentId: this.parentId(member.unit, `members.${member.name}.unit`),
        roleName: args.accountRole,
        iamUserAccessToBilling: "ALLOW",
        // Leaving the program must never close an account.
        closeOnDeletion: false,
      },
      // AWS tells neither after the account is made, so that an imported account would seem to need another.
      this.childOptions({ ...removalOptions(args.removal), ignoreChanges: ["roleName", "iamUserAccessToBilling"] }),
    );
  }

  private parentId(key: string | undefined, field: string): pulumi.Input<string> {
    if (key === undefined) return this.rootId;
    const id = this.unitIds[key];
    if (id === undefined)
      throw new InputError(
        "platform:organization:Organization",
        this.componentName,
        field,
        key,
        "list that unit before",
      );
    return id;
  }
}
