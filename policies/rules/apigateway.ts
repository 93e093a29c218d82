import { resourceRule } from "../core/rule";
import { isUnknown } from "../core/unknown";
import { isMissing, isObject, isTrue, lower, numeric, text } from "../core/values";

const restStage = "aws:apigateway/stage:Stage";
const httpStage = "aws:apigatewayv2/stage:Stage";
const settings = "aws:apigateway/methodSettings:MethodSettings";

export const accessLogs = resourceRule({
  name: "apigw-access-logs",
  title: "REST and HTTP API stages have accessLogSettings with a destination",
  why: "Without them nobody can tell who called what, and when.",
  severity: "medium",
  ids: [
    "AwsSolutions-APIG1",
    "CKV_AWS_76",
    "FSBP APIGateway.9",
    "AWS-0001",
    "guard API_GW_STAGE_ACCESS_LOGGING_RULE",
    "compliance-policies aws-apigatewayv2-stage-enable-access-logging",
  ],
  fix: "Set accessLogSettings.destinationArn to a log group, and a JSON format.",
  url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
  types: [restStage, httpStage],
  check: (stage) => stage.mustBeSet("accessLogSettings.destinationArn"),
});

export const accessLogJson = resourceRule({
  name: "apigw-access-log-json",
  title: "The access-log format, when set, is a JSON object",
  why: "Lines of JSON can be searched by field; lines of words can only be read.",
  severity: "low",
  ids: ["cdk-nag Serverless APIGWStructuredLogging", "cfn-lint-serverless WS2001"],
  fix: 'Set accessLogSettings.format to a JSON object such as {"requestId":"$context.requestId"}.',
  url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
  types: [restStage, httpStage],
  check: (stage) => {
    const format = stage.read("accessLogSettings.format");
    if (isUnknown(format) || isMissing(format) || isObject(format)) return undefined;
    return !isJsonObject(text(format) ?? "") && "accessLogSettings.format is not a JSON object";
  },
});

/** Variables may stand unquoted, for numbers: `{"status":$context.status}`. */
function isJsonObject(format: string): boolean {
  try {
    return isObject(JSON.parse(format.replace(/\$(context|stageVariables)([.\w-]|\[['"][^'"]*['"]\])*/g, "0")));
  } catch {
    return false;
  }
}

export const tracing = resourceRule({
  name: "apigw-xray",
  title: "A REST stage has xrayTracingEnabled",
  why: "A trace that begins at the gateway shows where a slow request spent its time.",
  severity: "low",
  ids: ["FSBP APIGateway.3", "CKV_AWS_73", "cdk-nag Serverless APIGWXrayEnabled", "AWS-0003"],
  fix: "Set xrayTracingEnabled to true.",
  url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-xray.html",
  types: [restStage],
  check: (stage) => stage.mustBeTrue("xrayTracingEnabled"),
  remediate: (stage) => (isUnknown(stage["xrayTracingEnabled"]) ? undefined : { ...stage, xrayTracingEnabled: true }),
});

export const clientCertificate = resourceRule({
  name: "apigw-client-cert",
  title: "A REST stage sets clientCertificateId",
  why: "An HTTP backend can tell requests of the gateway from those of anybody else only by its certificate.",
  severity: "low",
  ids: ["FSBP APIGateway.2", "CKV2_AWS_51", "cdk-nag APIGWSSLEnabled"],
  fix: "Make a ClientCertificate and set clientCertificateId. An API without HTTP backends gets an exception.",
  url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/getting-started-client-side-ssl-authentication.html",
  types: [restStage],
  check: (stage) => stage.mustBeSet("clientCertificateId"),
});

export const cacheEncrypted = resourceRule({
  name: "apigw-cache-encrypted",
  title: "MethodSettings that enable caching also set cacheDataEncrypted",
  why: "The cache holds answers, with whatever personal data is in them.",
  severity: "medium",
  ids: ["FSBP APIGateway.5", "CKV_AWS_308", "AWS-0002", "awsguard apiGatewayMethodCachedAndEncrypted"],
  fix: "Set settings.cacheDataEncrypted to true.",
  url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html",
  types: [settings],
  check: (method) => isTrue(method.read("settings.cachingEnabled")) && method.mustBeTrue("settings.cacheDataEncrypted"),
});

export const dataTrace = resourceRule({
  name: "apigw-data-trace",
  title: "MethodSettings do not enable dataTraceEnabled",
  why: "It writes whole requests and answers, tokens and personal data included, to the log.",
  severity: "medium",
  ids: ["CKV_AWS_276"],
  fix: "Set settings.dataTraceEnabled to false.",
  url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
  types: [settings],
  check: (method) => method.mustNotBeTrue("settings.dataTraceEnabled"),
});

export const throttling = resourceRule({
  name: "apigw-throttling",
  title: "MethodSettings for */* set positive throttlingBurstLimit and throttlingRateLimit",
  why: "The account's limit is shared by all APIs: one that is called too much takes the others with it.",
  severity: "low",
  ids: ["cdk-nag Serverless APIGWDefaultThrottling", "cfn-lint-serverless ES2003"],
  fix: "Set settings.throttlingBurstLimit and throttlingRateLimit to what the backend can take.",
  url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html",
  types: [settings],
  check: (method) =>
    text(method.read("methodPath")) === "*/*" &&
    ["settings.throttlingBurstLimit", "settings.throttlingRateLimit"].map((path) => {
      const limit = method.read(path);
      return !isUnknown(limit) && !((numeric(limit) ?? 0) > 0) && `${path} is not a positive number`;
    }),
});

export const methodAuth = resourceRule({
  name: "apigw-method-auth",
  title: "REST methods other than OPTIONS use an authorization other than NONE",
  why: "An API key says which program calls, not who; anybody who has seen one can use it.",
  severity: "high",
  ids: ["AwsSolutions-APIG4", "CKV_AWS_59", "CKV2_AWS_70", "guard API_GW_METHOD_AUTHORIZATION_TYPE_RULE", "AWS-0004"],
  fix: "Set authorization to CUSTOM, COGNITO_USER_POOLS or AWS_IAM.",
  url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html",
  types: ["aws:apigateway/method:Method"],
  check: (method) => {
    const verb = method.read("httpMethod");
    const authorization = method.read("authorization");
    if (isUnknown(verb) || lower(verb) === "options" || isUnknown(authorization)) return undefined;
    return (isMissing(authorization) || lower(authorization) === "none") && "authorization is NONE";
  },
});

export const domainTls = resourceRule({
  name: "apigw-domain-tls",
  title: "Custom domains use a TLS 1.2+ security policy",
  why: "TLS 1.0 and 1.1 have known weaknesses, and a domain keeps the policy it was made with.",
  severity: "high",
  ids: [
    "CKV_AWS_206",
    "AWS-0005",
    "compliance-policies aws-apigateway-domainname-configure-security-policy",
    "guard API_GW_DOMAIN_DENY_NON_TLS_TRAFFIC",
  ],
  fix: "Set securityPolicy to TLS_1_2, or to a newer policy.",
  url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html",
  types: ["aws:apigateway/domainName:DomainName", "aws:apigatewayv2/domainName:DomainName"],
  check: (domain) => {
    const path = domain.type.includes("v2") ? "domainNameConfiguration.securityPolicy" : "securityPolicy";
    const policy = domain.read(path);
    if (isUnknown(policy)) return undefined;
    const isModern = /^(TLS_1_[23]|SecurityPolicy_TLS1[23]_(?!1_[01]_)\w+)$/i.test(text(policy) ?? "");
    return !isModern && `${path} is not TLS 1.2 or newer`;
  },
});
