import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { withOverrides } from "../overrides";
import type { Route, Throttle } from "./route";
import { routeSlug } from "./route-slug";

type Settings = aws.types.input.apigateway.MethodSettingsSettings;

/**
 * The settings of all methods, and of the routes that differ. A route's settings replace those of every method as a whole, so they repeat
 * metrics and logging.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_MethodSetting.html
 */
export function createMethodSettings(
  name: string,
  api: aws.apigateway.RestApi,
  stage: aws.apigateway.Stage,
  routes: Route[],
  throttle: Throttle,
  overrides: Partial<Settings> | undefined,
  opts: pulumi.CustomResourceOptions,
): aws.apigateway.MethodSettings[] {
  const create = (child: string, methodPath: string, settings: Settings) =>
    new aws.apigateway.MethodSettings(
      child,
      {
        restApi: api.id,
        stageName: stage.stageName,
        methodPath,
        settings: withOverrides<Settings>(settings, overrides, {
          // Bodies and headers in the log would be personal data and tokens.
          dataTraceEnabled: false,
        }),
      },
      opts,
    );
  return [
    create(`${name}-settings`, "*/*", baseSettings(throttle)),
    ...routes
      .filter((route) => route.throttle ?? route.cache)
      .map((route) =>
        create(`${name}-${routeSlug(route)}-settings`, settingsPath(route), {
          ...baseSettings(route.throttle ?? throttle),
          ...cacheSettings(route),
        }),
      ),
  ];
}

/**
 * A route as method settings name it, slashes as `~1`: `~1users~1{id}/GET`.
 * https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateStage-Patch
 */
export function settingsPath({ method, path }: Pick<Route, "method" | "path">): string {
  return `${path.replace(/\//g, "~1")}/${method}`;
}

function baseSettings(throttle: Throttle): Settings {
  return {
    metricsEnabled: true,
    loggingLevel: "ERROR",
    throttlingRateLimit: throttle.rateLimit,
    throttlingBurstLimit: throttle.burstLimit,
    cachingEnabled: false,
    cacheDataEncrypted: true,
  };
}

function cacheSettings({ cache }: Route): Partial<Settings> {
  if (!cache) return {};
  return {
    cachingEnabled: true,
    cacheTtlInSeconds: cache.ttlSeconds ?? 300,
    // Else any caller could empty the cache with a header.
    requireAuthorizationForCacheControl: true,
    unauthorizedCacheControlHeaderStrategy: "FAIL_WITH_403",
  };
}
