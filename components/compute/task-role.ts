import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Grantee, GrantStatement } from "../access/grantee";
import { policyDocument } from "../access/policy-document";
import type { Account } from "../account";
import { grantDocument, roleName } from "./function-role";
import { checkGrant } from "./grant-check";

/** Where a role of a service's tasks is made. */
export interface TaskRoleSite {
  /** The service's name, which starts the role's. */
  service: string;
  /** `task` for what the containers may do, `execution` for what ECS does to start them. */
  kind: "task" | "execution";
  account: Account;
  opts: pulumi.CustomResourceOptions;
}

/** A role that only the tasks of this account's ECS assume. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html */
export class TaskRole implements Grantee {
  readonly granteeName: string;
  readonly role: aws.iam.Role;
  readonly roleArn: pulumi.Output<string>;

  constructor(private readonly site: TaskRoleSite) {
    const { service, kind, account } = site;
    this.granteeName = `${service}-${kind}`;
    this.role = new aws.iam.Role(
      `${this.granteeName}-role`,
      {
        name: account.region.apply((region) => roleName(this.granteeName, region)),
        description:
          kind === "task" ? `What the containers of ${service} may do.` : `Starts the containers of ${service}.`,
        assumeRolePolicy: policyDocument([
          {
            Effect: "Allow",
            Principal: { Service: "ecs-tasks.amazonaws.com" },
            Action: "sts:AssumeRole",
            Condition: {
              StringEquals: { "aws:SourceAccount": account.id },
              ArnLike: {
                "aws:SourceArn": pulumi.interpolate`arn:${account.partition}:ecs:${account.region}:${account.id}:*`,
              },
            },
          },
        ]),
      },
      site.opts,
    );
    this.roleArn = this.role.arn;
  }

  /** @throws InputError for statements that give more than they name */
  grant(name: string, statements: GrantStatement[]): aws.iam.RolePolicy {
    checkGrant("platform:compute:FargateService", this.site.service, name, statements);
    return new aws.iam.RolePolicy(
      `${this.granteeName}-${name}`,
      { name, role: this.role.name, policy: grantDocument(statements) },
      this.site.opts,
    );
  }
}
