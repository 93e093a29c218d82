import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { accountOf } from "../account";
import { PlatformComponent } from "../component";
import type { Monitoring } from "../observability/monitoring";
import { withOverrides } from "../overrides";
import { removalOptions } from "../removal";
import type { ResourceServer, SocialIdentityProvider, UserPoolArgs, UserPoolClient } from "./user-pool-args";
import { checkUserPoolArgs } from "./user-pool-check";
import { createUserPoolClient } from "./user-pool-client";
import { createIdentityProvider } from "./user-pool-identity-provider";
import { userPoolMonitoring } from "./user-pool-monitoring";

export type {
  PasswordPolicy,
  ResourceServer,
  SocialIdentityProvider,
  UserPoolArgs,
  UserPoolClient,
} from "./user-pool-args";

/** A client as made: `clientSecret` is there for `client_credentials` only, and secret. */
export interface MadeUserPoolClient {
  client: aws.cognito.UserPoolClient;
  clientId: pulumi.Output<string>;
  clientSecret?: pulumi.Output<string>;
}

/**
 * A Cognito user pool with its hosted login: a second factor for everybody, long passwords, threat protection, and clients
 * that get short-lived tokens by authorization code and PKCE.
 *
 * @example
 * const pool = new UserPool("people", {
 *   key, domainPrefix: "example-students",
 *   scopes: { identifier: "students", scopes: [{ name: "read", description: "Read students" }] },
 *   clients: [{ name: "web", callbackUrls: [site.url], logoutUrls: [site.url], scopes: ["openid", "students/read"] }],
 * });
 *
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools.html
 */
export class UserPool extends PlatformComponent {
  readonly pool: aws.cognito.UserPool;
  readonly poolId: pulumi.Output<string>;
  readonly poolArn: pulumi.Output<string>;
  readonly domain: aws.cognito.UserPoolDomain;
  readonly resourceServers: aws.cognito.ResourceServer[];
  readonly identityProviders: aws.cognito.IdentityProvider[];
  /** By the name in `args.clients`. */
  readonly clients: Record<string, MadeUserPoolClient>;
  /** Where the hosted login is, without a path: `https://<prefix>.auth.<region>.amazoncognito.com`. */
  readonly hostedLoginUrl: pulumi.Output<string>;
  /** What tokens name as their issuer. */
  readonly issuer: pulumi.Output<string>;
  readonly monitoring: Monitoring;

  /** @throws InputError for arguments that Cognito would refuse, or that weaken the sign-in without saying so */
  constructor(name: string, args: UserPoolArgs, opts?: pulumi.ComponentResourceOptions) {
    checkUserPoolArgs(name, args);
    super("access", "UserPool", name, opts);
    const { region, dnsSuffix } = accountOf(this);

    this.pool = this.createPool(name, args);
    this.poolId = this.pool.id;
    this.poolArn = this.pool.arn;
    this.domain = this.createDomain(name, args);
    this.resourceServers = [args.scopes].flat().map((server) => this.createResourceServer(name, server));
    this.identityProviders = (args.identityProviders ?? []).map((provider) => this.createProvider(name, provider));
    this.clients = Object.fromEntries(args.clients.map((client) => [client.name, this.createClient(name, client)]));
    if (args.logSignIns) this.createSignInLog(name, args);
    this.hostedLoginUrl = pulumi.interpolate`https://${this.domain.domain}.auth.${region}.amazoncognito.com`;
    this.issuer = pulumi.interpolate`https://cognito-idp.${region}.${dnsSuffix}/${this.poolId}`;
    this.monitoring = userPoolMonitoring(
      name,
      this.poolId,
      // Cognito counts sign-ins of persons only.
      args.clients
        .filter((client) => client.flows?.[0] !== "client_credentials")
        .map((client) => ({ name: client.name, clientId: this.clients[client.name]!.clientId })),
    );
    this.registerOutputs({ poolId: this.poolId, hostedLoginUrl: this.hostedLoginUrl });
  }

  private createPool(name: string, args: UserPoolArgs): aws.cognito.UserPool {
    const { mfa = "ON", userPoolTier = "PLUS", passwordPolicy = {}, email } = args;
    return new aws.cognito.UserPool(
      `${name}-pool`,
      withOverrides<aws.cognito.UserPoolArgs>(
        {
          name: args.poolName ?? name,
          userPoolTier,
          usernameAttributes: ["email"],
          usernameConfiguration: { caseSensitive: false },
          autoVerifiedAttributes: ["email"],
          schemas: [
            {
              name: "email",
              attributeDataType: "String",
              required: true,
              mutable: true,
              // AWS's own limits. Left out, the provider sees a change each time, and a changed schema is a new pool.
              stringAttributeConstraints: { minLength: "0", maxLength: "2048" },
            },
          ],
          mfaConfiguration: mfa,
          softwareTokenMfaConfiguration: { enabled: mfa !== "OFF" },
          passwordPolicy: {
            minimumLength: passwordPolicy.minimumLength ?? 14,
            requireLowercase: true,
            requireUppercase: true,
            requireNumbers: true,
            requireSymbols: true,
            temporaryPasswordValidityDays: passwordPolicy.temporaryPasswordDays ?? 1,
            // The tier LITE keeps no history.
            ...(userPoolTier === "LITE" ? {} : { passwordHistorySize: passwordPolicy.historySize ?? 24 }),
          },
          ...(userPoolTier === "PLUS" ? { userPoolAddOns: { advancedSecurityMode: "ENFORCED" } } : {}),
          adminCreateUserConfig: { allowAdminCreateUserOnly: args.selfSignUp === false },
          accountRecoverySetting: { recoveryMechanisms: [{ name: "verified_email", priority: 1 }] },
          // A new address counts only once it is proven; until then the old one stays.
          userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdates: ["email"] },
          emailConfiguration: email
            ? { emailSendingAccount: "DEVELOPER", fromEmailAddress: email.from, sourceArn: email.identityArn }
            : { emailSendingAccount: "COGNITO_DEFAULT" },
          verificationMessageTemplate: { defaultEmailOption: "CONFIRM_WITH_CODE" },
          tags: args.tags,
        },
        args.overrides?.pool,
        { deletionProtection: args.removal === "destroy" ? "INACTIVE" : "ACTIVE" },
      ),
      this.childOptions(removalOptions(args.removal)),
    );
  }

  private createDomain(name: string, args: UserPoolArgs): aws.cognito.UserPoolDomain {
    return new aws.cognito.UserPoolDomain(
      `${name}-domain`,
      { domain: args.domainPrefix, userPoolId: this.pool.id },
      this.childOptions(),
    );
  }

  private createResourceServer(name: string, server: ResourceServer): aws.cognito.ResourceServer {
    return new aws.cognito.ResourceServer(
      `${name}-${server.identifier}`,
      {
        userPoolId: this.pool.id,
        identifier: server.identifier,
        name: server.identifier,
        scopes: server.scopes.map((scope) => ({ scopeName: scope.name, scopeDescription: scope.description })),
      },
      this.childOptions(),
    );
  }

  private createProvider(name: string, provider: SocialIdentityProvider): aws.cognito.IdentityProvider {
    return createIdentityProvider(name, this.pool.id, provider, this.childOptions());
  }

  private createClient(name: string, args: UserPoolClient): MadeUserPoolClient {
    const client = createUserPoolClient(
      name,
      this.pool.id,
      args,
      this.identityProviders.map((provider) => provider.providerName),
      // A client cannot name a scope or a provider that is not there yet.
      this.childOptions({ dependsOn: [...this.resourceServers, ...this.identityProviders] }),
    );
    const hasSecret = args.flows?.[0] === "client_credentials";
    return {
      client,
      clientId: client.id,
      ...(hasSecret ? { clientSecret: pulumi.secret(client.clientSecret) } : {}),
    };
  }

  private createSignInLog(name: string, args: UserPoolArgs): void {
    const logGroup = new aws.cloudwatch.LogGroup(
      `${name}-sign-ins`,
      {
        // The start that AWS's log delivery expects. https://docs.aws.amazon.com/cognito/latest/developerguide/exporting-quotas-and-usage.html
        name: `/aws/vendedlogs/cognito/${args.poolName ?? name}`,
        retentionInDays: args.logRetentionDays ?? 90,
        kmsKeyId: args.key!.arn,
      },
      this.childOptions(),
    );
    new aws.cognito.LogDeliveryConfiguration(
      `${name}-log-delivery`,
      {
        userPoolId: this.pool.id,
        logConfigurations: [
          {
            eventSource: "userAuthEvents",
            logLevel: "INFO",
            cloudWatchLogsConfiguration: { logGroupArn: logGroup.arn },
          },
        ],
      },
      this.childOptions(),
    );
  }
}
