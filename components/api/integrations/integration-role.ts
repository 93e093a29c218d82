import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Grantee, GrantStatement } from "../../access/grantee";
import { policyDocument, serviceTrust } from "../../access/policy-document";
import { roleName } from "../../compute/function-role";
import { checkGrant } from "../../compute/grant-check";
import type { IntegrationSite } from "../integration";
import { REST_API_TYPE } from "../rest-api-type";

/**
 * The role with which API Gateway calls another AWS service for one route.
 *
 * Its trust policy has no `aws:SourceAccount` condition: API Gateway sends none when it assumes the role of an
 * integration, so that the condition would refuse every call. Another account cannot use the role either way, since naming
 * it in an integration takes `iam:PassRole`, which does not reach across accounts.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/integrating-api-with-aws-services-lambda.html
 */
export class IntegrationRole implements Grantee {
  readonly granteeName: string;
  readonly role: aws.iam.Role;
  readonly roleArn: pulumi.Output<string>;
  /** Everything granted, to be waited for. */
  readonly policies: aws.iam.RolePolicy[] = [];

  constructor(private readonly site: IntegrationSite) {
    this.granteeName = site.name;
    this.role = new aws.iam.Role(
      `${site.name}-role`,
      {
        name: site.account.region.apply((region) => roleName(site.physicalName, region)),
        description: `API Gateway for the route ${site.physicalName} alone.`,
        assumeRolePolicy: serviceTrust("apigateway.amazonaws.com"),
        permissionsBoundary: site.permissionsBoundary,
      },
      site.childOptions(),
    );
    this.roleArn = this.role.arn;
  }

  grant(name: string, statements: GrantStatement[]): aws.iam.RolePolicy {
    checkGrant(REST_API_TYPE, this.granteeName, name, statements);
    const policy = new aws.iam.RolePolicy(
      `${this.granteeName}-${name}`,
      { name, role: this.role.name, policy: policyDocument(statements.map(identityStatement)) },
      this.site.childOptions(),
    );
    this.policies.push(policy);
    return policy;
  }
}

function identityStatement({ sid, actions, resources, conditions }: GrantStatement) {
  return {
    Sid: sid,
    Effect: "Allow" as const,
    Action: actions.length === 1 ? actions[0]! : actions,
    Resource: resources.length === 1 ? resources[0]! : resources,
    ...(conditions ? { Condition: conditions } : {}),
  };
}
