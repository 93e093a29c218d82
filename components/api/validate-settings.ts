import type { RestApiArgs } from "./rest-api-args";
import type { Throttle } from "./route";
import type { Fail } from "./validation";

/** What API Gateway allows in a stage variable. https://docs.aws.amazon.com/apigateway/latest/developerguide/amazon-api-gateway-using-stage-variables.html */
const VARIABLE_NAME = /^[A-Za-z0-9_]+$/;
const VARIABLE_VALUE = /^[A-Za-z0-9\-._~:/?#&=,]+$/;

const CACHE_SIZES = ["0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237"];

/** Refuses settings of the API and its stage that cannot work. */
export function checkSettings(args: RestApiArgs, fail: Fail): void {
  if (!/^[A-Za-z0-9_-]{1,128}$/.test(args.stageName)) {
    fail("stageName", args.stageName, "use 1 to 128 letters, digits, hyphens and underscores");
  }
  if (args.apiName !== undefined && !/^[A-Za-z0-9._-]{1,200}$/.test(args.apiName)) {
    fail(
      "apiName",
      args.apiName,
      "use 1 to 200 letters, digits, dots, hyphens and underscores: it names log groups too",
    );
  }
  for (const [variable, value] of Object.entries(args.stageVariables ?? {})) {
    if (!VARIABLE_NAME.test(variable)) fail(`stageVariables.${variable}`, value, "name it with letters, digits and _");
    if (!VARIABLE_VALUE.test(value)) {
      fail(`stageVariables.${variable}`, value, "use letters, digits and -._~:/?#&=, only, at least one");
    }
  }
  checkThrottle("throttle", args.throttle, fail);
  const { availabilityTarget: target } = args;
  if (target !== undefined && target !== false && !(target >= 90 && target < 100)) {
    fail("availabilityTarget", target, "use a percentage from 90 to below 100, for example 99.9, or false for none");
  }
  checkCors(args, fail);
  checkKeys(args, fail);
  if (args.cache && !CACHE_SIZES.includes(args.cache.sizeGigabytes ?? "0.5")) {
    fail("cache.sizeGigabytes", args.cache.sizeGigabytes, `use one of ${CACHE_SIZES.join(", ")}`);
  }
  const { domain } = args;
  if (domain && !/^([a-z0-9-]+\.)+[a-z]{2,}$/.test(domain.domainName)) {
    fail("domain.domainName", domain.domainName, "use a full name in lower case, for example api.example.org");
  }
  if (domain?.basePath !== undefined && !/^[A-Za-z0-9_.-]+$/.test(domain.basePath)) {
    fail("domain.basePath", domain.basePath, "use one segment without slashes, or leave it out for the root");
  }
}

/** Refuses limits that let nothing, or everything, through. */
export function checkThrottle(field: string, throttle: Throttle | undefined, fail: Fail): void {
  if (!throttle) return;
  if (!(throttle.rateLimit > 0)) fail(`${field}.rateLimit`, throttle.rateLimit, "use more than 0 requests per second");
  if (!(Number.isInteger(throttle.burstLimit) && throttle.burstLimit > 0)) {
    fail(`${field}.burstLimit`, throttle.burstLimit, "use a whole number of at least 1");
  }
}

function checkCors({ cors }: RestApiArgs, fail: Fail): void {
  if (!cors) return;
  const origins = cors.allowOrigins ?? ["*"];
  if (!origins.length) fail("cors.allowOrigins", origins, "name at least one origin, or leave cors out");
  if (origins.length > 1 && origins.includes("*")) {
    fail(
      "cors.allowOrigins",
      origins.filter((origin) => typeof origin === "string"),
      "use * alone, it covers the others",
    );
  }
  for (const origin of origins) {
    if (typeof origin !== "string" || origin === "*" || /^https?:\/\/[a-z0-9.-]+(:\d+)?$/.test(origin)) continue;
    fail("cors.allowOrigins", origin, "use scheme, host and port alone, in lower case: https://students.example.org");
  }
  for (const field of ["allowHeaders", "exposeHeaders"] as const) {
    for (const header of cors[field] ?? []) {
      if (!/^[A-Za-z0-9-]+$/.test(header)) fail(`cors.${field}`, header, "use names of headers");
    }
  }
}

function checkKeys({ usagePlan, apiKeys = [], routes }: RestApiArgs, fail: Fail): void {
  const names = apiKeys.map((key) => key.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) fail("apiKeys", twice, "name each key once");
  const odd = names.find((name) => !/^[A-Za-z0-9-]+$/.test(name));
  if (odd !== undefined) fail("apiKeys", odd, "name keys with letters, digits and hyphens");
  if (names.length && !usagePlan) fail("usagePlan", undefined, "give one, a key outside a plan opens nothing");
  const keyed = routes.find((route) => route.apiKeyRequired);
  if (keyed && !usagePlan) {
    fail("usagePlan", undefined, `give one: ${keyed.method} ${keyed.path} asks for a key, and none would be accepted`);
  }
  if (!usagePlan) return;
  if (!keyed) fail("usagePlan", "given", "set apiKeyRequired on a route, the plan limits nobody without");
  checkThrottle("usagePlan", usagePlan, fail);
  const { limit, period } = usagePlan.quota;
  if (!(Number.isInteger(limit) && limit > 0)) fail("usagePlan.quota.limit", limit, "use a whole number of at least 1");
  if (!["DAY", "WEEK", "MONTH"].includes(period)) fail("usagePlan.quota.period", period, "use DAY, WEEK or MONTH");
}
