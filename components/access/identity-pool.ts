import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import { checkGrant } from "../compute/grant-check";
import { grantDocument } from "../compute/function-role";
import type { Table } from "../data/table";
import type { TableReadAction } from "../data/table-actions";
import { InputError } from "../input-error";
import { inputChecks } from "../input-checks";
import type { Monitoring } from "../observability/monitoring";
import type { Grantee, GrantStatement } from "./grantee";
import { policyDocument } from "./policy-document";
import type { UserPool } from "./user-pool";

export interface IdentityPoolArgs {
  /** Whose ID tokens are exchanged. */
  userPool: UserPool;
  /** Names of the pool's clients whose tokens are taken; at least one, for example `["web"]`. */
  clients: string[];
  /** Physical name, 1 to 128 letters, digits, spaces and `_+=,.@-`. Default the component's name. */
  poolName?: string;
  /** Bounds the role. */
  permissionsBoundary?: pulumi.Input<string>;
  tags?: Record<string, pulumi.Input<string>>;
}

/** Which of a table's items are a caller's own: those whose partition key is this. */
export type OwnKey =
  /** The user's id in the user pool, `sub` of the token, which the session carries as a tag. */
  | "userPoolSub"
  /** The identity pool's own id of the caller, such as `eu-west-1:0b5c…`. */
  | "identityId";

const TYPE = "platform:access:IdentityPool";
const API = "https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_CreateIdentityPool.html";
const TAG = "user";

/** What a policy compares a leading key with. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
const OWN_KEYS: Record<OwnKey, string> = {
  userPoolSub: `\${aws:PrincipalTag/${TAG}}`,
  identityId: "${cognito-identity.amazonaws.com:sub}",
};

/**
 * Exchanges ID tokens of a user pool for AWS credentials of one role, which can do what it is granted and nothing before.
 * Nobody gets credentials without a token, and a token that was revoked gets none.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/identity-pools.html
 *
 * @example
 * const identities = new IdentityPool("users", { userPool, clients: ["web"] });
 * identities.grantOwnItems(table, { actions: ["dynamodb:GetItem"] });
 */
export class IdentityPool extends PlatformComponent implements Grantee {
  readonly granteeName: string;
  readonly identityPool: aws.cognito.IdentityPool;
  readonly identityPoolId: pulumi.Output<string>;
  readonly role: aws.iam.Role;
  readonly roleArn: pulumi.Output<string>;
  /** Cognito has no metric of an identity pool. */
  readonly monitoring: Monitoring;
  private readonly grants = new Set<string>();

  /** @throws InputError for a client that the user pool does not have, or a name outside Cognito's limits */
  constructor(name: string, args: IdentityPoolArgs, opts?: pulumi.ComponentResourceOptions) {
    super("access", "IdentityPool", name, opts);
    checkArgs(name, args);
    this.granteeName = name;

    const providerName = pulumi.output(args.userPool.issuer).apply((issuer) => issuer.replace("https://", ""));
    this.identityPool = this.createPool(args, providerName);
    this.identityPoolId = this.identityPool.id;
    this.createTags(providerName);
    this.role = this.createRole(args);
    this.roleArn = this.role.arn;
    this.attachRole();
    this.monitoring = { title: `Identity pool ${name}`, component: name, alarms: [], widgets: [] };
    this.registerOutputs({ identityPoolId: this.identityPoolId, roleArn: this.roleArn });
  }

  /**
   * Adds an inline policy with these statements to the role that every signed-in user gets.
   *
   * @throws InputError naming every fault, or a name given twice
   */
  grant(name: string, statements: GrantStatement[]): aws.iam.RolePolicy {
    checkGrant(TYPE, this.componentName, name, statements);
    if (this.grants.has(name))
      throw new InputError(TYPE, this.componentName, "grant", name, "use the first one, or another name");
    this.grants.add(name);
    return new aws.iam.RolePolicy(
      `${this.componentName}-${name}`,
      { name, role: this.role.name, policy: grantDocument(statements) },
      this.childOptions(),
    );
  }

  /**
   * Lets each user read the items whose partition key is their own id, and no others. Writing is for functions, which check
   * what is written.
   *
   * @param options actions: default GetItem and Query. ownKey: what the table's partition key holds, default `userPoolSub`
   * @throws InputError for Scan, which knows no key
   */
  grantOwnItems(
    table: Table,
    options: { actions?: Exclude<TableReadAction, "dynamodb:Scan">[]; ownKey?: OwnKey } = {},
  ): aws.iam.RolePolicy {
    const { actions = ["dynamodb:GetItem", "dynamodb:Query"], ownKey = "userPoolSub" } = options;
    if ((actions as string[]).includes("dynamodb:Scan"))
      inputChecks(TYPE, this.componentName).fail("actions", actions, "leave dynamodb:Scan out: it reads every item");
    return table.grantRead(this, {
      actions,
      indexes: [],
      conditions: {
        "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": [OWN_KEYS[ownKey]] },
        // A request without keys would otherwise meet "for all values".
        Null: { "dynamodb:LeadingKeys": "false" },
      },
    });
  }

  private createPool(args: IdentityPoolArgs, providerName: pulumi.Output<string>): aws.cognito.IdentityPool {
    return new aws.cognito.IdentityPool(
      `${this.componentName}-pool`,
      {
        identityPoolName: args.poolName ?? this.componentName,
        allowUnauthenticatedIdentities: false,
        // The older flow lets clients choose a role and narrow nothing.
        allowClassicFlow: false,
        cognitoIdentityProviders: args.clients.map((client) => ({
          clientId: args.userPool.clients[client]!.clientId,
          providerName,
          // Asks the user pool whether the token was revoked and the user is still enabled.
          serverSideTokenCheck: true,
        })),
        tags: args.tags,
      },
      this.childOptions(),
    );
  }

  /** https://docs.aws.amazon.com/cognito/latest/developerguide/using-afac-with-cognito-identity-pools.html */
  private createTags(providerName: pulumi.Output<string>): void {
    new aws.cognito.IdentityPoolProviderPrincipalTag(
      `${this.componentName}-tags`,
      {
        identityPoolId: this.identityPoolId,
        identityProviderName: providerName,
        useDefaults: false,
        principalTags: { [TAG]: "sub" },
      },
      this.childOptions(),
    );
  }

  private createRole(args: IdentityPoolArgs): aws.iam.Role {
    return new aws.iam.Role(
      `${this.componentName}-role`,
      {
        description: `What signed-in users of the identity pool ${this.componentName} may do themselves.`,
        permissionsBoundary: args.permissionsBoundary,
        assumeRolePolicy: policyDocument([
          {
            Effect: "Allow",
            Principal: { Federated: "cognito-identity.amazonaws.com" },
            Action: ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"],
            Condition: {
              StringEquals: { "cognito-identity.amazonaws.com:aud": this.identityPoolId },
              "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
            },
          },
        ]),
        tags: args.tags,
      },
      this.childOptions(),
    );
  }

  private attachRole(): void {
    new aws.cognito.IdentityPoolRoleAttachment(
      `${this.componentName}-roles`,
      { identityPoolId: this.identityPoolId, roles: { authenticated: this.roleArn } },
      this.childOptions(),
    );
  }
}

function checkArgs(name: string, args: IdentityPoolArgs): void {
  const check = inputChecks(TYPE, name);
  check.matches(
    "poolName",
    args.poolName ?? name,
    /^[\w\s+=,.@-]{1,128}$/,
    "1 to 128 letters, digits, spaces and _+=,.@-",
    API,
  );
  if (!args.clients.length) check.fail("clients", [], "name at least one client of the user pool");
  const known = Object.keys(args.userPool.clients);
  for (const client of args.clients) check.oneOf("clients", client, known, API);
}
