import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Grantee, GrantStatement } from "../../../components/access/grantee";
import { policyDocument, serviceTrust } from "../../../components/access/policy-document";

/** A grantee with a role and nothing else; each grant becomes the role policy `<name>-<grant>`. */
export class FakeGrantee implements Grantee {
  readonly roleArn: pulumi.Output<string>;
  private readonly role: aws.iam.Role;

  constructor(readonly granteeName: string) {
    this.role = new aws.iam.Role(`${granteeName}-role`, { assumeRolePolicy: serviceTrust("lambda.amazonaws.com") });
    this.roleArn = this.role.arn;
  }

  grant(name: string, statements: GrantStatement[]): aws.iam.RolePolicy {
    return new aws.iam.RolePolicy(`${this.granteeName}-${name}`, {
      name,
      role: this.role.name,
      policy: policyDocument(
        statements.map(({ sid, actions, resources, conditions }) => ({
          Sid: sid,
          Effect: "Allow",
          Action: actions,
          Resource: resources,
          ...(conditions && { Condition: conditions }),
        })),
      ),
    });
  }
}
