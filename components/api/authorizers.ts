import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { ExternalAuthorizer } from "../access/external-authorizer";
import { LambdaAuthorizer, type AuthorizedRoute, type LambdaAuthorizerArgs } from "../access/lambda-authorizer";
import type { Account } from "../account";
import type { Key } from "../encryption/key";
import type { ApiDefinition } from "./api-definition";
import type { Route } from "./route";

/** The platform's tokens, checked by a function that the API makes, or by one made apart. */
export type JwtAuthorizerArgs =
  | Omit<LambdaAuthorizerArgs, "routes" | "key">
  | {
      /** An authorizer made apart, for example in a central account; it must know every `jwt` route of the API. */
      authorizer: LambdaAuthorizer | ExternalAuthorizer;
    };

/** Tokens of Cognito user pools, checked by API Gateway itself. */
export interface CognitoAuthorizerArgs {
  /** At least one. */
  userPoolArns: pulumi.Input<string>[];
  /** Seconds a decision is kept for a token, 0 to 3600, and perhaps beyond its end. Default 300; 0 checks each request anew. */
  resultTtlSeconds?: number;
}

export interface AuthorizersArgs {
  jwt?: JwtAuthorizerArgs;
  cognito?: CognitoAuthorizerArgs;
}

/** The authorizers an API has. */
export interface Authorizers {
  jwt?: aws.apigateway.Authorizer;
  cognito?: aws.apigateway.Authorizer;
  /** The component behind `jwt`. */
  lambda?: LambdaAuthorizer | ExternalAuthorizer;
  /** True where the API made it. */
  ownsLambda: boolean;
  /** What must exist before the first call. */
  needs: pulumi.Resource[];
}

/** The routes that the platform's tokens are checked for, as the authorizer takes them. */
export function jwtRoutes(routes: Route[]): AuthorizedRoute[] {
  return routes
    .filter((route) => route.authorizer === "jwt")
    .map(({ method, path, scopes }) => ({ method, path, scopes: scopes ?? [] }));
}

/** Makes the authorizers that routes ask for. */
export function createAuthorizers(
  name: string,
  args: { authorizers?: AuthorizersArgs; routes: Route[]; key: Key; permissionsBoundary?: pulumi.Input<string> },
  api: aws.apigateway.RestApi,
  account: Account,
  definition: ApiDefinition,
  opts: pulumi.CustomResourceOptions,
): Authorizers {
  const made: Authorizers = { needs: [], ownsLambda: false };
  const create = (child: string, settings: Omit<aws.apigateway.AuthorizerArgs, "restApi">) =>
    definition.add(
      "authorizer",
      child,
      { ...settings, restApi: api.id },
      (resource, inputs) => new aws.apigateway.Authorizer(resource, inputs, opts),
    );
  const { jwt, cognito } = args.authorizers ?? {};
  if (jwt && jwtRoutes(args.routes).length) {
    made.ownsLambda = !("authorizer" in jwt);
    made.lambda =
      "authorizer" in jwt
        ? jwt.authorizer
        : new LambdaAuthorizer(
            `${name}-authorizer`,
            { permissionsBoundary: args.permissionsBoundary, ...jwt, routes: jwtRoutes(args.routes), key: args.key },
            opts,
          );
    made.jwt = create(`${name}-jwt`, made.lambda.authorizerSettings());
    const permission = made.lambda.allowAuthorizer(
      name,
      pulumi.interpolate`${api.executionArn}/authorizers/${made.jwt.id}`,
      account.id,
    );
    if (permission) made.needs.push(permission);
  }
  if (cognito && args.routes.some((route) => route.authorizer === "cognito")) {
    made.cognito = create(`${name}-cognito`, {
      name: `${name}-cognito`,
      type: "COGNITO_USER_POOLS",
      identitySource: "method.request.header.Authorization",
      providerArns: cognito.userPoolArns,
      authorizerResultTtlInSeconds: cognito.resultTtlSeconds ?? 300,
    });
  }
  return made;
}

/** The authorization of one route's method. Scopes stay with Cognito: the platform's authorizer checks them itself. */
export function methodAuthorization(
  route: Route,
  authorizers: Authorizers,
): Pick<aws.apigateway.MethodArgs, "authorization" | "authorizerId" | "authorizationScopes"> {
  switch (route.authorizer) {
    case "jwt":
      return { authorization: "CUSTOM", authorizerId: authorizers.jwt!.id };
    case "cognito":
      return {
        authorization: "COGNITO_USER_POOLS",
        authorizerId: authorizers.cognito!.id,
        authorizationScopes: route.scopes!,
      };
    case "iam":
      return { authorization: "AWS_IAM" };
    case "none":
      return { authorization: "NONE" };
  }
}
