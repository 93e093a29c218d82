import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Key } from "../encryption/key";
import type { Removal } from "../removal";

/** An API, with what its callers may be allowed. Its scopes are `identifier/name`, for example `students/read`. */
export interface ResourceServer {
  /** For example `students`. */
  identifier: string;
  scopes: { name: string; description: string }[];
}

/** An application that signs people in, or that calls an API for itself. */
export interface UserPoolClient {
  /** Unique in the pool, for example `web`; the key of `clients`. */
  name: string;
  /** Where the hosted login sends a person back to: HTTPS, or `http://localhost` for development. Required for the flow `code`. */
  callbackUrls?: pulumi.Input<string>[];
  /** Where the hosted login may send a person after signing out. Default none. */
  logoutUrls?: pulumi.Input<string>[];
  /** Scopes it may ask for: `openid`, `email`, `profile`, `phone`, `aws.cognito.signin.user.admin`, or of a resource server. */
  scopes: string[];
  /**
   * `code` signs people in, with PKCE and without a secret, as browsers and apps must. `client_credentials` lets a program
   * call for itself, with a secret. One of them. Default `["code"]`.
   */
  flows?: ["code"] | ["client_credentials"];
  /** Ways to sign in through Cognito's API beside the hosted login. Default only refreshing. https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-selection-sdk.html */
  explicitAuthFlows?: ("ALLOW_REFRESH_TOKEN_AUTH" | "ALLOW_USER_SRP_AUTH" | "ALLOW_USER_AUTH" | "ALLOW_CUSTOM_AUTH")[];
  /** Minutes that access and ID tokens are valid, 5 to 1440. Default 15: they cannot be called back everywhere. */
  accessTokenMinutes?: number;
  /** Hours until a person must sign in again, 1 to 8760. Default 12. */
  refreshTokenHours?: number;
}

/** A social identity provider, registered with it as an OAuth application. */
export interface SocialIdentityProvider {
  type: "Google" | "Facebook";
  /** The application's id there. */
  clientId: pulumi.Input<string>;
  /** The application's secret, from Secrets Manager or secret configuration; kept secret in state. */
  clientSecret: pulumi.Input<string>;
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html */
export interface PasswordPolicy {
  /** 14 to 99 characters. Default 14. */
  minimumLength?: number;
  /** How many former passwords cannot be used again, 0 to 24. Default 24. */
  historySize?: number;
  /** Days for which a password set by an administrator works, 1 to 365. Default 1. */
  temporaryPasswordDays?: number;
}

export interface UserPoolArgs {
  /** Encrypts the log of sign-ins, with `logSignIns`. Cognito encrypts users itself, with a key that cannot be chosen. */
  key?: Key;
  /** First label of the hosted login's name, unique in the region: small letters, digits and hyphens, without `aws`, `amazon` or `cognito`. */
  domainPrefix: string;
  /** Physical name. Default the component's name. */
  poolName?: string;
  /** The APIs that tokens are for. */
  scopes: ResourceServer | ResourceServer[];
  /** The applications; at least one. */
  clients: UserPoolClient[];
  /** A second factor by an authenticator app. Default `ON`, for everybody. */
  mfa?: "ON" | "OPTIONAL" | "OFF";
  /** Default 14 characters of all four kinds. */
  passwordPolicy?: PasswordPolicy;
  /** Other ways to sign in. Default none. */
  identityProviders?: SocialIdentityProvider[];
  /** Whether people register themselves. Default true. */
  selfSignUp?: boolean;
  /** What is offered and paid; threat protection, which is enforced, needs `PLUS`. Default `PLUS`. */
  userPoolTier?: "PLUS" | "ESSENTIALS" | "LITE";
  /** Says that a tier without threat protection is meant. */
  withoutThreatProtection?: boolean;
  /** Sends mails through Amazon SES. Default Cognito's own sender, 50 a day. */
  email?: { from: string; identityArn: pulumi.Input<string> };
  /** Writes sign-ins and what threat protection thought of them to a log group; they name persons. Needs `key`. Default false. */
  logSignIns?: boolean;
  /** Days that sign-ins are kept. Default 90. */
  logRetentionDays?: number;
  /** What happens to the users when the pool is removed. Default `retain`. */
  removal?: Removal;
  tags?: Record<string, pulumi.Input<string>>;
  /** Adjusts the pool: defaults, then these, then what the design requires. */
  overrides?: { pool?: Partial<aws.cognito.UserPoolArgs> };
}
