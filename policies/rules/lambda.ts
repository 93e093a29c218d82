import { credentialIn } from "../core/credentials";
import { resourceRule } from "../core/rule";
import { isUnknown } from "../core/unknown";
import { isMissing, isObject, keysOf, list, lower, text } from "../core/values";
import { endOfSupport } from "./lambda-runtimes";

const types = ["aws:lambda/function:Function"];

export const envSecrets = resourceRule({
  name: "lambda-env-secrets",
  title: "Environment variables of a function hold no credentials",
  why: "Everyone who may list functions reads them; keys live for years, while a role's credentials live for hours.",
  severity: "critical",
  ids: ["CKV_AWS_45"],
  fix: "Use the function's role for AWS, and Secrets Manager or a SecureString parameter for the rest. Rotate what was there.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
  types,
  check: (fn) => {
    const variables = fn.read("environment.variables");
    if (!isObject(variables)) return undefined;
    return Object.entries(variables).map(([name, value]) => {
      const found = credentialIn(name, value);
      return found && `environment variable ${name} holds ${found}`;
    });
  },
});

export const envCustomerKey = resourceRule({
  name: "lambda-env-cmk",
  title: "A function with environment variables sets kmsKeyArn",
  why: "With a key of your own, who may read the variables is a matter of the key's policy too.",
  severity: "low",
  ids: ["CKV_AWS_173"],
  fix: "Set kmsKeyArn to a key of yours.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html",
  types,
  check: (fn) => {
    const variables = fn.read("environment.variables");
    return keysOf(variables).length > 0 && fn.mustNameCustomerKey("kmsKeyArn");
  },
});

export const tracing = resourceRule({
  name: "lambda-tracing",
  title: "A function's tracingConfig.mode is Active",
  why: "PassThrough traces only what the caller happens to sample; a slow request is then seen from one side only.",
  severity: "low",
  ids: [
    "CKV_AWS_50",
    "cdk-nag LambdaTracing",
    "AWS-0066",
    "compliance-policies aws-lambda-function-configure-tracing-config",
    "compliance-policies aws-lambda-function-enable-tracing-config",
  ],
  fix: "Set tracingConfig.mode to Active.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html",
  types,
  check: (fn) => fn.mustBeOneOf("tracingConfig.mode", ["Active"]),
});

export const deadLetter = resourceRule({
  name: "lambda-dlq",
  title: "A function has deadLetterConfig.targetArn",
  why: "An event that fails all its retries is otherwise gone without a trace.",
  severity: "low",
  ids: ["CKV_AWS_116", "cdk-nag LambdaDLQ", "guard LAMBDA_DLQ_CHECK"],
  fix: "Set deadLetterConfig.targetArn to a queue that is watched.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
  types,
  check: (fn) => fn.mustBeSet("deadLetterConfig.targetArn"),
});

export const runtimeSupported = resourceRule({
  name: "lambda-runtime-supported",
  title: "Zip functions use a runtime that AWS still supports",
  why: "A runtime past its end gets no security patches, and soon no updates of the function either.",
  severity: "medium",
  ids: ["FSBP Lambda.2", "CKV_AWS_363", "AwsSolutions-L1"],
  fix: "Move to the newest runtime of the language.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html",
  settings: {
    graceDays: {
      type: "integer",
      minimum: 0,
      default: 0,
      description: "How long after its end of support a runtime is still taken.",
    },
  },
  types,
  check: (fn, { graceDays }) => {
    const runtime = lower(fn.read("runtime"));
    if (runtime === undefined || lower(fn.read("packageType")) === "image") return undefined;
    const end = endOfSupport(runtime);
    if (end === undefined) return undefined;
    return Date.parse(end) + graceDays * 86_400_000 < Date.now() && `runtime lost its support on ${end}`;
  },
});

export const vpcMultiZone = resourceRule({
  name: "lambda-vpc-multi-az",
  title: "A VPC function lists at least two subnets",
  why: "With one subnet the function stops with its availability zone.",
  severity: "medium",
  ids: ["FSBP Lambda.5"],
  fix: "List subnets of at least two availability zones in vpcConfig.subnetIds.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html",
  types,
  check: (fn) => {
    const subnets = fn.read("vpcConfig.subnetIds");
    if (isUnknown(subnets) || isMissing(subnets)) return undefined;
    const known = new Set(
      list(subnets)
        .map(text)
        .filter((each) => each !== undefined),
    );
    const unknowns = list(subnets).filter(isUnknown).length;
    return known.size + unknowns < 2 && "vpcConfig.subnetIds has only one subnet";
  },
});

export const reservedConcurrency = resourceRule({
  name: "lambda-reserved-concurrency",
  title: "A function's reservedConcurrentExecutions is a positive number",
  why: "Without a limit one function uses up the account's concurrency, and all others are throttled.",
  severity: "low",
  ids: ["CKV_AWS_115", "cdk-nag LambdaConcurrency", "guard LAMBDA_CONCURRENCY_CHECK"],
  fix: "Set reservedConcurrentExecutions to what the function may need at most.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html",
  types,
  check: (fn) => fn.mustBeAtLeast("reservedConcurrentExecutions", 1),
});

export const asyncFailureDestination = resourceRule({
  name: "lambda-async-failure-destination",
  title: "A FunctionEventInvokeConfig has destinationConfig.onFailure",
  why: "The failed event with its error is what somebody needs to repeat it.",
  severity: "low",
  ids: ["cdk-nag Serverless LambdaAsyncFailureDestination"],
  fix: "Set destinationConfig.onFailure.destination to a queue or topic.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
  types: ["aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig"],
  check: (invocation) => invocation.mustBeSet("destinationConfig.onFailure.destination"),
});

export const streamFailureDestination = resourceRule({
  name: "lambda-esm-failure-destination",
  title: "A stream event source mapping has destinationConfig.onFailure.destinationArn",
  why: "A record that cannot be processed holds up its shard, and after the retries is skipped without a trace.",
  severity: "low",
  ids: ["cdk-nag Serverless LambdaEventSourceMappingDestination", "cfn-lint-serverless ES1001"],
  fix: "Set destinationConfig.onFailure.destinationArn to a queue or topic.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html",
  types: ["aws:lambda/eventSourceMapping:EventSourceMapping"],
  check: (mapping) => {
    const source = mapping.read("eventSourceArn");
    const arn = text(source);
    const otherSources = [
      "topics",
      "queues",
      "selfManagedEventSource",
      "amazonManagedKafkaEventSourceConfig",
      "selfManagedKafkaEventSourceConfig",
      "documentDbEventSourceConfig",
    ];
    // A stream made in the same program has no ARN yet; but only streams have a position to start from.
    const isStream =
      arn !== undefined
        ? /^arn:[^:]*:(kinesis|dynamodb):/i.test(arn)
        : isUnknown(source) &&
          !isMissing(mapping.read("startingPosition")) &&
          !isUnknown(mapping.read("startingPosition")) &&
          otherSources.every((property) => isMissing(mapping.read(property)));
    return isStream && mapping.mustBeSet("destinationConfig.onFailure.destinationArn");
  },
});

export const urlAuth = resourceRule({
  name: "lambda-url-auth",
  title: "Function URLs use authorizationType AWS_IAM",
  why: "NONE puts the function on the internet for everyone, with no firewall or throttle in front.",
  severity: "high",
  ids: ["CKV_AWS_258", "cdk-nag LambdaFunctionUrlAuth"],
  fix: "Set authorizationType to AWS_IAM, or use an API.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
  types: ["aws:lambda/functionUrl:FunctionUrl"],
  check: (url) => url.mustBeOneOf("authorizationType", ["AWS_IAM"]),
});

export const urlCors = resourceRule({
  name: "lambda-url-cors",
  title: "The CORS of a function URL does not combine wildcard origins with wildcard methods",
  why: "Any page in a browser could then call everything with its visitor's network and, with credentials, identity.",
  severity: "medium",
  ids: ["CKV2_AWS_75"],
  fix: "List the origins, or the methods, that are needed.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html",
  types: ["aws:lambda/functionUrl:FunctionUrl"],
  check: (url) =>
    ["cors.allowOrigins", "cors.allowMethods"].every((path) => url.list(path).some((each) => text(each) === "*")) &&
    "cors allows every origin with every method",
});
