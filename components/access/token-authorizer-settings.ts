import type * as pulumi from "@pulumi/pulumi";
import type { AuthorizerSettings } from "./lambda-authorizer";

/** Three parts in base64url behind `Bearer`. Anything else is a 401 from the gateway, and the function does not run. */
const BEARER = "^[Bb][Ee][Aa][Rr][Ee][Rr] [A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$";

/** What API Gateway is told of a function that checks tokens. */
export function tokenAuthorizerSettings(of: {
  name: string;
  authorizerUri: pulumi.Input<string>;
  /** Default `TOKEN`. */
  type?: "TOKEN" | "REQUEST";
  /** Default 300. */
  resultTtlSeconds?: number;
}): AuthorizerSettings {
  const type = of.type ?? "TOKEN";
  return {
    name: of.name,
    type,
    authorizerUri: of.authorizerUri,
    identitySource: "method.request.header.Authorization",
    // May be longer than the token lasts: what the function answers has to end with it.
    authorizerResultTtlInSeconds: of.resultTtlSeconds ?? 300,
    ...(type === "TOKEN" ? { identityValidationExpression: BEARER } : {}),
  };
}
