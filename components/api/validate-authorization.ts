import { LambdaAuthorizer } from "../access/lambda-authorizer";
import type { RestApiArgs } from "./rest-api-args";
import { checkThrottle } from "./validate-settings";
import { LONGEST_TIMEOUT_MILLISECONDS, pathParameters, timeoutOf, type Route } from "./route";
import type { Fail } from "./validation";

/** Refuses a route that anybody could call without that being said, or that nobody could. */
export function checkAuthorization(route: Route, args: RestApiArgs, fail: Fail): void {
  const { authorizer, scopes = [], unauthenticatedReason } = route;
  const { jwt, cognito } = args.authorizers ?? {};
  if (!["jwt", "cognito", "iam", "none"].includes(authorizer)) {
    fail("authorizer", authorizer, "use jwt, cognito, iam, or none with a reason");
  }
  if (authorizer === "none" && !unauthenticatedReason?.trim()) {
    fail("unauthenticatedReason", unauthenticatedReason, "say why nobody needs to sign in, or choose an authorizer");
  }
  if (authorizer !== "none" && unauthenticatedReason !== undefined) {
    fail("unauthenticatedReason", unauthenticatedReason, `leave it out, callers sign in by ${authorizer}`);
  }
  if (authorizer === "jwt" && !jwt) fail("authorizer", authorizer, "give the API authorizers.jwt");
  if (authorizer === "cognito" && !cognito) fail("authorizer", authorizer, "give the API authorizers.cognito");
  if (authorizer === "cognito" && !cognito!.userPoolArns.length) {
    fail("authorizers.cognito.userPoolArns", [], "give at least one user pool");
  }
  if (authorizer === "cognito" && !scopes.length) {
    fail("scopes", scopes, "name at least one: without scopes API Gateway takes ID tokens and refuses access tokens");
  }
  if (authorizer === "jwt" && !scopes.length) {
    fail("scopes", scopes, "name at least one: a token of any client, for whatever purpose, would do");
  }
  if (scopes.length && (authorizer === "iam" || authorizer === "none")) {
    fail("scopes", scopes, `leave them out, ${authorizer} has no token that carries them`);
  }
  // What one that somebody else made knows, cannot be seen from here.
  if (authorizer === "jwt" && jwt && "authorizer" in jwt && jwt.authorizer instanceof LambdaAuthorizer) {
    const known = jwt.authorizer.routes.find(({ method, path }) => method === route.method && path === route.path);
    const same = known && [...known.scopes].sort().join(" ") === [...scopes].sort().join(" ");
    if (!same)
      fail("authorizers.jwt.authorizer", known ?? "without this route", "list the route there with the same scopes");
  }
  checkLimits(route, args, fail);
}

function checkLimits(route: Route, args: RestApiArgs, fail: Fail): void {
  const timeout = timeoutOf(route);
  if (!Number.isInteger(timeout) || timeout < 50 || timeout > LONGEST_TIMEOUT_MILLISECONDS) {
    fail("timeoutMilliseconds", timeout, `use a whole number from 50 to ${LONGEST_TIMEOUT_MILLISECONDS}`);
  }
  checkThrottle("throttle", route.throttle, fail);
  for (const key of Object.keys(route.requestParameters ?? {})) {
    if (/^(querystring|header)\.[A-Za-z0-9._$-]+$/.test(key)) continue;
    fail(
      `requestParameters.${key}`,
      key,
      "name it querystring.X or header.X; parameters of the path are known from the path",
    );
  }
  const { cache } = route;
  if (!cache) return;
  if (!args.cache) fail("cache", cache, "give the API a cache");
  if (route.method !== "GET") fail("cache", cache, "keep answers of GET only");
  const known = [
    ...Object.keys(route.requestParameters ?? {}),
    ...pathParameters(route.path).map((name) => `path.${name}`),
  ];
  for (const key of cache.keyParameters) {
    const declared = known.includes(key) || (key === "header.Authorization" && route.authorizer !== "none");
    if (!declared)
      fail("cache.keyParameters", key, `use parameters of the route: ${known.join(", ") || "it has none"}`);
  }
  const apart = cache.keyParameters.includes("header.Authorization") || cache.sharedBetweenCallers;
  if (route.authorizer !== "none" && !apart) {
    fail(
      "cache.keyParameters",
      cache.keyParameters,
      "add header.Authorization, or sharedBetweenCallers: true if every caller may see another's answer",
    );
  }
  const ttl = cache.ttlSeconds ?? 300;
  if (!Number.isInteger(ttl) || ttl < 1 || ttl > 3600)
    fail("cache.ttlSeconds", ttl, "use a whole number from 1 to 3600");
}
