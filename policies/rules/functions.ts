import { functionCompanions, functionType } from "../core/functions";
import { link } from "../core/links";
import type { Resource } from "../core/resource";
import { resourceRule, stackRule } from "../core/rule";
import { isUnknown } from "../core/unknown";
import { isMissing, keysOf, list, lower, numeric, read, text } from "../core/values";

const types = [functionType];

/** Seconds that a function may run: AWS takes 3 where nothing is said. */
function timeoutOf(fn: Resource): number | undefined {
  const timeout = fn.read("timeout");
  return isUnknown(timeout) ? undefined : (numeric(timeout) ?? 3);
}

export const apiTimeout = stackRule({
  name: "lambda-api-timeout",
  title: "A function that API Gateway calls has a timeout of at most 29 seconds",
  why: "The gateway gives up after 29 seconds: the caller has an error, the function goes on, and a retry does the work twice.",
  severity: "medium",
  ids: [],
  fix: "Set timeout below the gateway's, or answer at once and work asynchronously.",
  url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html",
  settings: {
    maximumSeconds: {
      type: "integer",
      minimum: 1,
      maximum: 900,
      default: 29,
      description: "The gateway's own timeout.",
    },
  },
  types,
  check: (stack, { maximumSeconds }) => {
    const permissions = stack
      .ofType("aws:lambda/permission:Permission")
      .filter((each) => /^apigateway\./.test(lower(each.read("principal")) ?? ""));
    const called = functionCompanions(stack, permissions, (permission) => permission.read("function"), "function");
    return stack.ofType(...types).map((fn) => {
      const timeout = timeoutOf(fn);
      if (timeout === undefined || timeout <= maximumSeconds || !called(fn).certain.length) return undefined;
      return { resource: fn, message: `API Gateway calls it, and its timeout is above ${maximumSeconds} seconds` };
    });
  },
});

export const queueVisibility = stackRule({
  name: "sqs-visibility-timeout",
  title: "A queue's visibility timeout is at least six times the timeout of the function that consumes it",
  why: "A batch that is retried or throttled becomes visible again while it is still worked on, and is worked on twice.",
  severity: "medium",
  ids: [],
  fix: "Set visibilityTimeoutSeconds to six times the function's timeout.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
  settings: { factor: { type: "number", minimum: 1, default: 6, description: "How many times the timeout." } },
  types: ["aws:sqs/queue:Queue"],
  check: (stack, { factor }) => {
    const queues = stack.ofType("aws:sqs/queue:Queue");
    const mappings = stack.ofType("aws:lambda/eventSourceMapping:EventSourceMapping");
    const mappingsOf = link(stack, {
      targets: queues,
      companions: mappings,
      property: "eventSourceArn",
      identifiers: ["id", "url", "arn", "name"],
    });
    const consumes = functionCompanions(stack, mappings, "functionName");
    const consumerOf = new Map<Resource, Resource>();
    for (const fn of stack.ofType(...types)) for (const mapping of consumes(fn).certain) consumerOf.set(mapping, fn);
    return queues.flatMap((queue) => {
      const given = queue.read("visibilityTimeoutSeconds");
      const visibility = isUnknown(given) ? undefined : (numeric(given) ?? 30);
      return mappingsOf(queue).certain.map((mapping) => {
        const consumer = consumerOf.get(mapping);
        const timeout = consumer && timeoutOf(consumer);
        if (visibility === undefined || timeout === undefined || visibility >= factor * timeout) return undefined;
        return {
          resource: queue,
          message: `visibilityTimeoutSeconds is below ${factor} times the timeout of function ${consumer!.name}`,
        };
      });
    });
  },
});

export const sharedRole = stackRule({
  name: "lambda-shared-role",
  title: "No two functions share a role",
  why: "Each of them then may do what any of them needs, and nobody can tell which permission is still used.",
  severity: "medium",
  ids: ["AwsSolutions-IAM5"],
  fix: "Give each function a role of its own.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",
  types,
  check: (stack) => {
    const byRole = new Map<string, Resource[]>();
    for (const fn of stack.ofType(...types)) {
      const role = fn.read("role");
      const made = (fn.propertyDependencies["role"] ?? []).filter(
        (urn) => stack.get(urn)?.type === "aws:iam/role:Role",
      );
      const key = made.length === 1 ? made[0] : text(role);
      if (key) byRole.set(key, [...(byRole.get(key) ?? []), fn]);
    }
    return [...byRole.values()]
      .filter((functions) => functions.length > 1)
      .flatMap((functions) =>
        functions.map((fn) => {
          const others = functions.filter((other) => other !== fn).map(({ name }) => name);
          const named = others.slice(0, 3).join(", ") + (others.length > 3 ? " and others" : "");
          return { resource: fn, message: `it shares its role with ${named}` };
        }),
      );
  },
});

export const permissionSourceAccount = resourceRule({
  name: "lambda-permission-source-account",
  title: "A permission for an AWS service names the account, in sourceAccount or in sourceArn",
  why: "A bucket's ARN has no account: when the bucket is deleted, whoever takes its name can run the function.",
  severity: "medium",
  ids: [],
  fix: "Set sourceAccount beside sourceArn.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html",
  types: ["aws:lambda/permission:Permission"],
  check: (permission) => {
    const principal = lower(permission.read("principal")) ?? "";
    if (!/\.amazonaws\.com(\.cn)?$/.test(principal) || permission.isSet("sourceAccount")) return undefined;
    const arn = permission.read("sourceArn");
    // An ARN that is not known yet has its account in it, unless it is a bucket's.
    if (isUnknown(arn))
      return principal.startsWith("s3.") && "sourceAccount is not set, and a bucket's ARN has no account";
    return (
      !/^arn:[^:]*:[^:]*:[^:]*:\d{12}(:|$)/.test(text(arn) ?? "") &&
      "neither sourceAccount nor sourceArn names the account"
    );
  },
});

export const logGroup = stackRule({
  name: "lambda-log-group",
  title: "A function has a log group in its stack",
  why: "The group that Lambda makes by itself keeps everything for ever, without a key, and stays when the function goes.",
  severity: "medium",
  ids: [],
  fix: "Add a LogGroup /aws/lambda/<name>, or set loggingConfig.logGroup.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html",
  types,
  check: (stack) => {
    const groups = link(stack, {
      targets: stack.ofType(...types),
      companions: stack.ofType("aws:cloudwatch/logGroup:LogGroup"),
      property: "name",
      identifiers: ["name", "id"],
      parts: (name) => (name.startsWith("/aws/lambda/") ? [name.slice("/aws/lambda/".length)] : []),
    });
    return stack.ofType(...types).map((fn) => {
      if (fn.isSet("loggingConfig.logGroup")) return undefined;
      const { certain, possible } = groups(fn);
      return !certain.length && !possible.length && { resource: fn, message: "it has no log group" };
    });
  },
});

export const alarms = stackRule({
  name: "lambda-alarms",
  title: "A function has an alarm",
  why: "A function fails without anybody looking; the caller of an asynchronous one never hears of it.",
  severity: "low",
  ids: [],
  fix: "Add a MetricAlarm on Errors with the dimension FunctionName.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html",
  types,
  check: (stack) => {
    const metricAlarms = stack.ofType("aws:cloudwatch/metricAlarm:MetricAlarm");
    const simple = metricAlarms.filter((alarm) => !isMissing(alarm.read("dimensions")));
    const computed = metricAlarms.filter((alarm) => !isMissing(alarm.read("metricQueries")));
    const onMetric = functionCompanions(
      stack,
      simple.filter(
        (alarm) => isUnknown(alarm.read("dimensions")) || alarm.read("dimensions.FunctionName") !== undefined,
      ),
      (alarm) => alarm.read("dimensions.FunctionName"),
      "dimensions",
    );
    const queried = (alarm: Resource) =>
      list(alarm.read("metricQueries"))
        .map((query) => (isUnknown(query) ? query : read(query, "metric.dimensions.FunctionName")))
        .filter((name) => name !== undefined);
    const onQueries = functionCompanions(
      stack,
      computed.filter((alarm) => queried(alarm).length > 0),
      queried,
      "metricQueries",
    );
    return stack.ofType(...types).map((fn) => {
      const found = [onMetric(fn), onQueries(fn)].flatMap(({ certain, possible }) => [...certain, ...possible]);
      return !found.length && { resource: fn, message: "no alarm watches it" };
    });
  },
});

export const tags = resourceRule({
  name: "lambda-tags",
  title: "A function has tags, of its own or of its provider",
  why: "Tags say whose it is, and whose bill: without them both are found out by asking around.",
  severity: "low",
  ids: [],
  fix: "Set defaultTags of the provider.",
  url: "https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html",
  settings: {
    required: { type: "array", items: { type: "string" }, default: [], description: "Tags that must be there." },
  },
  types,
  check: (fn, { required }) => {
    const given = [fn.read("tags"), fn.read("tagsAll"), read(providerTags(fn), "tags")];
    if (given.some(isUnknown)) return undefined;
    const keys = given.flatMap(keysOf);
    if (!keys.length) return "it has no tags";
    return (required as string[]).map((key) => !keys.includes(key) && `it has no tag ${key}`);
  },
});

/** A provider's inputs are JSON text where they are not plain. */
function providerTags(fn: Resource): unknown {
  const given = fn.provider?.properties["defaultTags"];
  try {
    return typeof given === "string" ? JSON.parse(given) : given;
  } catch {
    return undefined;
  }
}
