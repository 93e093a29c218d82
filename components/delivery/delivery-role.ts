import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Grantee, GrantStatement } from "../access/grantee";
import { serviceTrust } from "../access/policy-document";
import type { Account } from "../account";
import { grantDocument, roleName } from "../compute/function-role";
import { checkGrant } from "../compute/grant-check";

/** What a {@link DeliveryRole} is made of. */
export interface DeliveryRoleArgs {
  /** Type of the component that owns the role, for messages. */
  component: string;
  /** Start of the resources' names; the role's own name too, with the region. */
  name: string;
  /** Service principal, for example `codedeploy.amazonaws.com`. */
  service: string;
  description: string;
  account: Account;
  permissionsBoundary?: pulumi.Input<string>;
  opts: pulumi.CustomResourceOptions;
}

/** The role that one delivery service assumes on behalf of one thing in the same account. It has grants only. */
export class DeliveryRole implements Grantee {
  readonly granteeName: string;
  readonly role: aws.iam.Role;
  readonly roleArn: pulumi.Output<string>;
  /** Everything granted, to be waited for. */
  readonly policies: aws.iam.RolePolicy[] = [];

  constructor(private readonly args: DeliveryRoleArgs) {
    const { name, service, description, account, permissionsBoundary, opts } = args;
    this.granteeName = name;
    this.role = new aws.iam.Role(
      `${name}-role`,
      {
        name: account.region.apply((region) => roleName(name, region)),
        description,
        assumeRolePolicy: serviceTrust(service, account.id),
        permissionsBoundary,
      },
      opts,
    );
    this.roleArn = this.role.arn;
  }

  grant(name: string, statements: GrantStatement[]): aws.iam.RolePolicy {
    checkGrant(this.args.component, this.granteeName, name, statements);
    const policy = new aws.iam.RolePolicy(
      `${this.granteeName}-${name}`,
      { name, role: this.role.name, policy: grantDocument(statements) },
      this.args.opts,
    );
    this.policies.push(policy);
    return policy;
  }
}
