import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { accountOf } from "../account";
import { PlatformComponent } from "../component";
import { grantDocument } from "../compute/function-role";
import { checkGrant } from "../compute/grant-check";
import { inputChecks } from "../input-checks";
import type { Monitoring } from "../observability/monitoring";
import { withOverrides } from "../overrides";
import type { Grantee, GrantStatement } from "./grantee";
import { serviceTrust } from "./policy-document";

export interface ServiceRoleArgs {
  /** Service principal that assumes the role, for example `config.amazonaws.com`. */
  service: string;
  /** What the role is for, for people. */
  description: string;
  /** Name of the role, up to 64 letters, digits and any of +=,.@_-. Default generated. */
  roleName?: pulumi.Input<string>;
  /** What the role may do; more with {@link ServiceRole.grant}. Default nothing. */
  statements?: GrantStatement[];
  /**
   * Whether the trust names the account. Default true; false only for services that send no `aws:SourceAccount`, which then
   * could not assume it.
   */
  boundToAccount?: boolean;
  permissionsBoundary?: pulumi.Input<string>;
  /** Merged over the defaults; the trust stays. */
  overrides?: { role?: Partial<aws.iam.RoleArgs> };
}

const TYPE = "platform:access:ServiceRole";
const ROLES = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html";

/**
 * The role of one AWS service for one purpose: only that service, on behalf of this account, assumes it.
 *
 * @example
 * const role = new ServiceRole("recorder", { service: "config.amazonaws.com", description: "Records resources." });
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export class ServiceRole extends PlatformComponent implements Grantee {
  readonly role: aws.iam.Role;
  readonly roleArn: pulumi.Output<string>;
  readonly granteeName: string;
  readonly monitoring: Monitoring;

  /** @throws InputError for a service, name or statement that IAM would refuse, or that gives more than it names */
  constructor(name: string, args: ServiceRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("access", "ServiceRole", name, opts);
    const check = inputChecks(TYPE, name);
    check.matches("service", args.service, /^[a-z0-9.-]+\.amazonaws\.com$/, "a service principal", ROLES);
    check.matches("roleName", args.roleName, /^[\w+=,.@-]{1,64}$/, "1 to 64 letters, digits and any of +=,.@_-", ROLES);
    this.granteeName = name;
    const { id } = accountOf(this);
    this.role = new aws.iam.Role(
      `${name}-role`,
      withOverrides<aws.iam.RoleArgs>(
        { name: args.roleName, description: args.description, permissionsBoundary: args.permissionsBoundary },
        args.overrides?.role,
        { assumeRolePolicy: serviceTrust(args.service, args.boundToAccount === false ? undefined : id) },
      ),
      this.childOptions(),
    );
    this.roleArn = this.role.arn;
    this.monitoring = { title: `Role ${name}`, component: name, alarms: [], widgets: [] };
    if (args.statements?.length) this.grant("permissions", args.statements);
    this.registerOutputs({ roleArn: this.roleArn });
  }

  grant(name: string, statements: GrantStatement[]): aws.iam.RolePolicy {
    checkGrant(TYPE, this.componentName, name, statements);
    return new aws.iam.RolePolicy(
      `${this.componentName}-${name}`,
      { name, role: this.role.name, policy: grantDocument(statements) },
      this.childOptions(),
    );
  }
}
