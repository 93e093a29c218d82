import * as pulumi from "@pulumi/pulumi";
import type { RequestProbe } from "../observability/monitoring";
import type { Route } from "./route";

/** Of a token's form, so that the gateway hands it to the authorizer, and no token, so that it is refused there. */
const NO_TOKEN = "Bearer outside.probe.asks";

/** What strangers are answered, by who guards the route. */
const refusals = {
  jwt: { status: 401, contains: "Unauthorized", headers: { authorization: NO_TOKEN } },
  cognito: { status: 401, contains: "Unauthorized", headers: { authorization: NO_TOKEN } },
  iam: { status: 403, contains: "Missing Authentication Token" },
} as const;

/**
 * How an API is asked from outside: as a stranger, who must be refused by its authorizer. That takes the name, the
 * certificate, the web ACL, the deployed stage and the authorizer, and needs neither a secret nor a route for everybody.
 *
 * @param name of the API's component
 * @param url base of the API's addresses
 * @param routes the API's; of those that are guarded, one that only reads is preferred
 * @returns nothing where no route is guarded: only who made the API knows its right answer
 */
export function restApiProbe(name: string, url: pulumi.Input<string>, routes: Route[]): RequestProbe[] {
  const guarded = routes.filter((route) => route.authorizer !== "none");
  const route = guarded.find(({ method }) => method === "GET") ?? guarded[0];
  if (!route || route.authorizer === "none") return [];
  const path = route.path.replace(/\{[^{}]+\}/g, "outside-probe");
  return [
    {
      kind: "request",
      name: `${name}-outside`,
      url: pulumi.interpolate`${url}${path}`,
      method: route.method === "ANY" ? "GET" : route.method,
      ...refusals[route.authorizer],
    },
  ];
}
