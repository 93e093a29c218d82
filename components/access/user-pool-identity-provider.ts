import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { SocialIdentityProvider } from "./user-pool-args";

/** What Cognito fills in by itself, which would otherwise look like a change each time. */
const FILLED_IN = [
  "attributes_url",
  "attributes_url_add_attributes",
  "authorize_url",
  "oidc_issuer",
  "token_request_method",
  "token_url",
];

const SCOPES = { Google: "openid email profile", Facebook: "public_profile,email" };

/** Who a person is there: the provider's own id, which never changes, unlike an address. */
const USERNAME = { Google: "sub", Facebook: "id" };

/** Lets people sign in with Google or Facebook. https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-social-idp.html */
export function createIdentityProvider(
  pool: string,
  userPoolId: pulumi.Input<string>,
  provider: SocialIdentityProvider,
  opts: pulumi.CustomResourceOptions,
): aws.cognito.IdentityProvider {
  return new aws.cognito.IdentityProvider(
    `${pool}-${provider.type.toLowerCase()}`,
    {
      userPoolId,
      providerName: provider.type,
      providerType: provider.type,
      providerDetails: {
        client_id: provider.clientId,
        client_secret: pulumi.secret(provider.clientSecret),
        authorize_scopes: SCOPES[provider.type],
      },
      attributeMapping: { email: "email", name: "name", username: USERNAME[provider.type] },
    },
    pulumi.mergeOptions(opts, { ignoreChanges: FILLED_IN.map((detail) => `providerDetails.${detail}`) }),
  );
}
