import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { UserPoolClient } from "./user-pool-args";

/** Makes a client of a user pool: public with authorization code and PKCE, or with a secret and for itself. */
export function createUserPoolClient(
  pool: string,
  userPoolId: pulumi.Input<string>,
  args: UserPoolClient,
  identityProviders: pulumi.Input<string>[],
  opts: pulumi.CustomResourceOptions,
): aws.cognito.UserPoolClient {
  const forPersons = args.flows?.[0] !== "client_credentials";
  const minutes = args.accessTokenMinutes ?? 15;
  return new aws.cognito.UserPoolClient(
    `${pool}-${args.name}`,
    {
      userPoolId,
      name: args.name,
      // A browser or an app cannot keep a secret: PKCE takes its place.
      generateSecret: !forPersons,
      allowedOauthFlowsUserPoolClient: true,
      allowedOauthFlows: args.flows ?? ["code"],
      allowedOauthScopes: args.scopes,
      explicitAuthFlows: args.explicitAuthFlows ?? ["ALLOW_REFRESH_TOKEN_AUTH"],
      preventUserExistenceErrors: "ENABLED",
      enableTokenRevocation: true,
      authSessionValidity: 3,
      accessTokenValidity: minutes,
      idTokenValidity: minutes,
      refreshTokenValidity: args.refreshTokenHours ?? 12,
      tokenValidityUnits: { accessToken: "minutes", idToken: "minutes", refreshToken: "hours" },
      ...(forPersons
        ? {
            callbackUrls: args.callbackUrls,
            logoutUrls: args.logoutUrls,
            supportedIdentityProviders: ["COGNITO", ...identityProviders],
            readAttributes: ["email", "email_verified", "name"],
            writeAttributes: ["email", "name"],
          }
        : {}),
    },
    opts,
  );
}
