import { inputChecks } from "../input-checks";
import { checkLogRetention } from "../compute/log-retention";
import { checkAuthorization } from "./validate-authorization";
import { checkBodies } from "./validate-bodies";
import { checkPaths } from "./validate-paths";
import { checkSettings } from "./validate-settings";
import type { RestApiArgs } from "./rest-api-args";
import { REST_API_TYPE } from "./rest-api-type";
import type { Route } from "./route";

/** Throws the error for a field. */
export type Fail = (field: string, value: unknown, fix: string) => never;

/**
 * Refuses an API that API Gateway would refuse, that would fail at its first call, or that would be open where nobody said so.
 *
 * @throws InputError for the first fault, before anything is made
 */
export function checkRestApi(name: string, args: RestApiArgs): void {
  const check = inputChecks(REST_API_TYPE, name);
  const fail: Fail = check.fail;
  const failAt =
    (route: Route): Fail =>
    (field, value, fix) =>
      fail(`${route.method} ${route.path} ${field}`, value, fix);

  checkLogRetention(check, "accessLogRetentionDays", args.accessLogRetentionDays);
  checkSettings(args, fail);
  checkPaths(args.routes, args.cors !== undefined, fail);
  for (const route of args.routes) {
    checkAuthorization(route, args, failAt(route));
    checkBodies(route, args, failAt(route));
    route.integration.check(route, args.stageVariables ?? {}, (field, value, fix) =>
      // A stage variable belongs to the API, whichever route refers to it.
      field.startsWith("stageVariables.") ? fail(field, value, fix) : failAt(route)(field, value, fix),
    );
  }
}
