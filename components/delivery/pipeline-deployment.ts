import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../access/policy-document";
import { accountOf } from "../account";
import { PlatformComponent } from "../component";
import { inputChecks } from "../input-checks";
import type { Monitoring } from "../observability/monitoring";
import { checkRoleNames } from "./check-role-names";
import { attachDeployPolicies, attachReadingPolicies } from "./deploy-policies";
import type { DeployStatement } from "./policy-documents";

export interface PipelineDeploymentArgs {
  /** Account that the pipeline is in: 12 digits. */
  pipelineAccount: string;
  /** Name of the one role there that may deploy: `stepRoleName` tells it. */
  deployer: string;
  /** Names of the roles there that may look, for previews and tests. */
  readers: string[];
  /** Name of the role that deploys here. Starts with the guardrails' prefix, as does that of the other one. */
  deployRoleName: string;
  /** Name of the role that only looks. */
  planRoleName: string;
  /** Start of the names of roles and policies that a deployment must not touch. */
  guardrailPrefix: string;
  /**
   * Name of the managed policy without which a deployment makes no role, and which it takes from none. Default none: then a
   * deployment that may make roles can make one that may do more than itself.
   */
  rolesBoundary?: string;
  /**
   * What a deployment may do: statements in which `${partition}`, `${account}` and `${region}` stand for the account's own.
   * Split over managed policies where they are longer than one takes.
   */
  statements: DeployStatement[];
  /** Region for `${region}`. */
  region: string;
  /** ARNs of roles that both assume on, for example the one of the stack's state. Default none. */
  assumes?: pulumi.Input<string>[];
  /** Most that the deploying role can ever do, whatever is attached to it later: ARN of a managed policy. Default none. */
  permissionsBoundary?: pulumi.Input<string>;
}

const TYPE = "platform:delivery:PipelineDeployment";
const PAGE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html";

/**
 * Lets the pipeline of one account deploy to this one: a role that only the build of this environment's deployment gets, and
 * one that shows configuration and no content, for the builds that preview and test. No key is kept anywhere.
 *
 * Each trust names the account and, as a condition, the role: a role named as the principal must exist already, and would be
 * lost from the trust when it is made anew.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 *
 * @example
 * new PipelineDeployment("pipeline", { pipelineAccount: "222233334444", deployer, readers: [reviewer], ...names, ...policy });
 */
export class PipelineDeployment extends PlatformComponent {
  readonly deployRole: aws.iam.Role;
  readonly planRole: aws.iam.Role;
  readonly monitoring: Monitoring;

  /** @throws InputError for names that IAM would refuse, and for statements that do not fit */
  constructor(name: string, args: PipelineDeploymentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("delivery", "PipelineDeployment", name, opts);
    checkArgs(name, args);
    this.deployRole = this.createRole("deploy", args.deployRoleName, [args.deployer], args);
    this.planRole = this.createRole("plan", args.planRoleName, args.readers, args);
    attachDeployPolicies({
      component: TYPE,
      componentName: name,
      role: this.deployRole,
      roleName: args.deployRoleName,
      guardrailPrefix: args.guardrailPrefix,
      rolesBoundary: args.rolesBoundary,
      statements: args.statements,
      region: args.region,
      account: accountOf(this),
      opts: this.childOptions(),
    });
    attachReadingPolicies(`${name}-plan`, this.planRole, accountOf(this), this.childOptions());
    this.monitoring = { title: "Deployments by the pipeline", component: name, alarms: [], widgets: [] };
    this.registerOutputs({ deployRoleArn: this.deployRole.arn });
  }

  private createRole(suffix: string, name: string, callers: string[], args: PipelineDeploymentArgs): aws.iam.Role {
    const { partition } = accountOf(this);
    const root = pulumi.interpolate`arn:${partition}:iam::${args.pipelineAccount}`;
    const role = new aws.iam.Role(
      `${this.componentName}-${suffix}-role`,
      {
        name,
        description: `Pipeline of account ${args.pipelineAccount}: ${suffix}.`,
        // Whoever assumes it has a role already, and AWS then grants an hour at most.
        maxSessionDuration: 3600,
        permissionsBoundary: suffix === "deploy" ? args.permissionsBoundary : undefined,
        assumeRolePolicy: policyDocument([
          {
            Effect: "Allow",
            Principal: { AWS: pulumi.interpolate`${root}:root` },
            Action: "sts:AssumeRole",
            Condition: {
              ArnEquals: { "aws:PrincipalArn": callers.map((caller) => pulumi.interpolate`${root}:role/${caller}`) },
            },
          },
        ]),
      },
      this.childOptions(),
    );
    if (args.assumes?.length)
      new aws.iam.RolePolicy(
        `${this.componentName}-${suffix}-assume`,
        {
          name: "assume-roles",
          role: role.name,
          policy: policyDocument([
            { Sid: "AssumeRoles", Effect: "Allow", Action: "sts:AssumeRole", Resource: args.assumes },
          ]),
        },
        this.childOptions(),
      );
    return role;
  }
}

function checkArgs(name: string, args: PipelineDeploymentArgs): void {
  const check = inputChecks(TYPE, name);
  check.matches("pipelineAccount", args.pipelineAccount, /^\d{12}$/, "12 digits", PAGE);
  if (args.readers.length === 0) check.fail("readers", [], "name the roles that preview and test");
  for (const role of [args.deployer, ...args.readers])
    check.matches("deployer and readers", role, /^[\w+=,.@-]{1,64}$/, "a role's name without path or wildcard", PAGE);
  checkRoleNames(check, args, PAGE);
}
