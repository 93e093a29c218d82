import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../access/policy-document";
import { accountOf } from "../account";
import { PlatformComponent } from "../component";
import { inputChecks, type InputChecks } from "../input-checks";
import type { Monitoring } from "../observability/monitoring";
import { checkRoleNames } from "./check-role-names";
import { attachDeployPolicies, attachReadingPolicies } from "./deploy-policies";
import type { DeployStatement } from "./policy-documents";

export interface GitHubDeploymentArgs {
  /** Repository whose workflows are trusted, for example `your-company/platform`. */
  repository: string;
  /**
   * GitHub environments whose jobs may deploy. Who may use an environment, from which branch and after whose approval, is set
   * in GitHub; a job that names none cannot deploy.
   */
  environments: string[];
  /** Name of the role that deploys. */
  deployRoleName: string;
  /** Name of the role that only looks, for plans of pull requests. */
  planRoleName: string;
  /**
   * A role for previews by the engine, which shows a deployment's reviewers what it would change. Default none: then the jobs that
   * preview can only plan, without what is deployed.
   */
  review?: GitHubReview;
  /** Start of the names of roles and policies that a deployment must not touch; the roles' names start so. */
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
  /** Most that the deploying role can ever do, whatever is attached to it later: ARN of a managed policy. Default none. */
  permissionsBoundary?: pulumi.Input<string>;
  /** Longest session in seconds, 3,600 to 43,200. Default 3,600. */
  sessionSeconds?: number;
}

/** Who previews, and what that takes. */
export interface GitHubReview {
  /** Name of the role. */
  roleName: string;
  /** GitHub environments whose jobs preview. They ask nobody, and so must be none of those that deploy. */
  environments: string[];
  /** ARNs of roles that a preview assumes on, for example the one of the stack's state, which it has to read. */
  assumes: pulumi.Input<string>[];
}

const TYPE = "platform:delivery:GitHubDeployment";
const HOST = "token.actions.githubusercontent.com";
const PAGE = "https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws";

/**
 * Lets one GitHub repository deploy to an account without a stored credential: the provider that its tokens are checked by, a
 * role for plans that reads no data, one for previews of what is deployed, and one for deployments, which only jobs of the named
 * environments get.
 *
 * @example
 * new GitHubDeployment("github", { repository: "acme/platform", environments: ["prod"], statements, ...names });
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
 */
export class GitHubDeployment extends PlatformComponent {
  readonly provider: aws.iam.OpenIdConnectProvider;
  readonly planRole: aws.iam.Role;
  /** Absent where nothing is previewed. */
  readonly reviewRole: aws.iam.Role | undefined;
  readonly deployRole: aws.iam.Role;
  readonly monitoring: Monitoring;

  /** @throws InputError for names that GitHub or IAM would refuse, and for statements that do not fit */
  constructor(name: string, args: GitHubDeploymentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("delivery", "GitHubDeployment", name, opts);
    checkArgs(name, args);
    this.provider = new aws.iam.OpenIdConnectProvider(
      `${name}-provider`,
      // AWS checks GitHub's certificate by its own store: a thumbprint would only be one more thing that expires.
      { url: `https://${HOST}`, clientIdLists: ["sts.amazonaws.com"] },
      this.childOptions(),
    );
    const { repository } = args;
    this.planRole = this.createRole("plan", args, args.planRoleName, {
      // Pull requests from forks get no token at all.
      StringLike: [`repo:${repository}:pull_request`, `repo:${repository}:ref:refs/heads/*`],
    });
    attachReadingPolicies(`${name}-plan`, this.planRole, accountOf(this), this.childOptions());
    this.reviewRole = args.review && this.createReviewRole(args, args.review);
    this.deployRole = this.createRole("deploy", args, args.deployRoleName, {
      StringEquals: args.environments.map((environment) => `repo:${repository}:environment:${environment}`),
    });
    this.allowDeployment(args);
    this.monitoring = { title: "Deployments from GitHub", component: name, alarms: [], widgets: [] };
    this.registerOutputs({ deployRoleArn: this.deployRole.arn });
  }

  /**
   * Not the role for plans: that one trusts every branch and pull request, and a preview reads the state, whose role could write it.
   */
  private createReviewRole(
    args: GitHubDeploymentArgs,
    { roleName, environments, assumes }: GitHubReview,
  ): aws.iam.Role {
    const role = this.createRole("review", args, roleName, {
      StringEquals: environments.map((environment) => `repo:${args.repository}:environment:${environment}`),
    });
    attachReadingPolicies(`${this.componentName}-review`, role, accountOf(this), this.childOptions());
    new aws.iam.RolePolicy(
      `${this.componentName}-review-assume`,
      {
        name: "assume-roles",
        role: role.name,
        policy: policyDocument([{ Sid: "AssumeRoles", Effect: "Allow", Action: "sts:AssumeRole", Resource: assumes }]),
      },
      this.childOptions(),
    );
    return role;
  }

  private createRole(
    suffix: string,
    args: GitHubDeploymentArgs,
    roleName: string,
    subjects: { StringEquals?: string[]; StringLike?: string[] },
  ): aws.iam.Role {
    const [[operator, values]] = Object.entries(subjects) as [[string, string[]]];
    const audience = { [`${HOST}:aud`]: "sts.amazonaws.com" };
    const subject = { [`${HOST}:sub`]: values };
    return new aws.iam.Role(
      `${this.componentName}-${suffix}-role`,
      {
        name: roleName,
        description: `Workflows of ${args.repository}: ${suffix}.`,
        maxSessionDuration: args.sessionSeconds ?? 3600,
        permissionsBoundary: suffix === "deploy" ? args.permissionsBoundary : undefined,
        assumeRolePolicy: policyDocument([
          {
            Effect: "Allow",
            Principal: { Federated: this.provider.arn },
            Action: "sts:AssumeRoleWithWebIdentity",
            Condition:
              operator === "StringEquals"
                ? { StringEquals: { ...audience, ...subject } }
                : { StringEquals: audience, [operator]: subject },
          },
        ]),
      },
      this.childOptions(),
    );
  }

  private allowDeployment(args: GitHubDeploymentArgs): void {
    attachDeployPolicies({
      component: TYPE,
      componentName: this.componentName,
      role: this.deployRole,
      roleName: args.deployRoleName,
      guardrailPrefix: args.guardrailPrefix,
      rolesBoundary: args.rolesBoundary,
      statements: args.statements,
      region: args.region,
      account: accountOf(this),
      opts: this.childOptions(),
    });
  }
}

function checkArgs(name: string, args: GitHubDeploymentArgs): void {
  const check = inputChecks(TYPE, name);
  check.matches("repository", args.repository, /^[\w.-]+\/[\w.-]+$/, "OWNER/REPOSITORY", PAGE);
  if (args.environments.length === 0) check.fail("environments", [], "name the GitHub environments that may deploy");
  args.environments.forEach((each, index) =>
    check.matches(`environments[${index}]`, each, /^[\w.-]{1,100}$/, "a name without wildcards", PAGE),
  );
  if (args.review) checkReview(check, args.review, args);
  const roles = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html";
  checkRoleNames(check, args, roles);
  check.integer("sessionSeconds", args.sessionSeconds, 3600, 43_200, roles);
}

function checkReview(
  check: InputChecks,
  review: GitHubReview,
  { environments, guardrailPrefix }: GitHubDeploymentArgs,
): void {
  if (review.environments.length === 0)
    check.fail("review.environments", [], "name the GitHub environments that preview");
  review.environments.forEach((each, index) => {
    check.matches(`review.environments[${index}]`, each, /^[\w.-]{1,120}$/, "a name without wildcards", PAGE);
    // Its protection is what a deployment waits for; a preview comes before.
    if (environments.includes(each)) check.fail(`review.environments[${index}]`, each, "use one that does not deploy");
  });
  if (review.assumes.length === 0) check.fail("review.assumes", [], "name the role of the state");
  const { roleName } = review;
  check.matches("review.roleName", roleName, /^[\w+=,.@-]{1,60}$/, "up to 60 letters, digits and any of +=,.@_-", PAGE);
  if (!roleName.startsWith(guardrailPrefix))
    check.fail("review.roleName", roleName, `start it with ${guardrailPrefix}, or deployments could change it`);
}
