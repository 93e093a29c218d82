import { res, U, type Cases } from "../support/cases";

const stageType = "aws:apigateway/stage:Stage";
const apiType = "aws:apigateway/restApi:RestApi";
const stage = (name: string, inputs: Record<string, unknown> = {}, from?: Record<string, string[]>) =>
  res(stageType, name, inputs, from);
const api = (name: string, inputs: Record<string, unknown> = {}) => res(apiType, name, inputs);
const settings = "aws:apigateway/methodSettings:MethodSettings";
const method = (inputs: Record<string, unknown>, from?: Record<string, string[]>) =>
  res(settings, "settings", inputs, from);
const logging = (loggingLevel: unknown, methodPath: unknown = "*/*") => ({ methodPath, settings: { loggingLevel } });
const at = { restApi: "abc123", stageName: "prod" };
const validator = (inputs: Record<string, unknown>, from?: Record<string, string[]>) =>
  res("aws:apigateway/requestValidator:RequestValidator", "validator", inputs, from);
const both = { validateRequestBody: true, validateRequestParameters: true };
const association = (resourceArn: unknown, from?: string[]) =>
  res(
    "aws:wafv2/webAclAssociation:WebAclAssociation",
    "association",
    { resourceArn, webAclArn: U },
    from && { resourceArn: from },
  );
const arn = "arn:aws:apigateway:eu-west-1::/restapis/abc123/stages/prod";
const format = (value: unknown) => ({ accessLogSettings: { destinationArn: "arn", format: value } });
const v2 = "aws:apigatewayv2/stage:Stage";

export const apigateway: Cases = {
  "apigw-access-logs": {
    type: stageType,
    bad: {
      "left out": {},
      empty: { accessLogSettings: { destinationArn: "" } },
      "an HTTP API": res(v2, "bad", { autoDeploy: true }),
      "unknown format only": { accessLogSettings: { format: U } },
    },
    good: {
      destination: { accessLogSettings: { destinationArn: "arn" } },
      unknown: { accessLogSettings: U },
      "an unknown destination": { accessLogSettings: { destinationArn: U } },
      "an HTTP API": res(v2, "s", { accessLogSettings: { destinationArn: "arn", format: "{}" } }),
    },
  },
  "apigw-access-log-json": {
    type: stageType,
    bad: {
      words: format("$context.identity.sourceIp $context.requestTime"),
      xml: format('<request id="$context.requestId"/>'),
      csv: format("$context.requestId,$context.status"),
      list: format('["$context.requestId"]'),
      "an open brace": format('{"requestId":"$context.requestId"'),
    },
    good: {
      "left out": {},
      "no format": { accessLogSettings: { destinationArn: "arn" } },
      json: format('{"requestId":"$context.requestId","status":"$context.status"}'),
      "unquoted numbers": format('{ "status": $context.status, "latency": $context.integration.latency }'),
      "several lines": format('{\n  "requestId": "$context.requestId",\n  "user": "$context.authorizer[\'sub\']"\n}\n'),
      unknown: format(U),
    },
  },
  "apigw-xray": {
    type: stageType,
    bad: { "left out": {}, off: { xrayTracingEnabled: false }, "off as text": { xrayTracingEnabled: "false" } },
    good: { on: { xrayTracingEnabled: true }, unknown: { xrayTracingEnabled: U } },
  },
  "apigw-client-cert": {
    type: stageType,
    bad: { "left out": {}, empty: { clientCertificateId: "" } },
    good: { set: { clientCertificateId: "cert" }, unknown: { clientCertificateId: U } },
  },
  "apigw-execution-logging": {
    bad: {
      none: [stage("bad", at)],
      off: [stage("bad", at), method({ ...at, ...logging("OFF") })],
      "one method": [stage("bad", at), method({ ...at, ...logging("INFO", "students/GET") })],
      "another stage": [stage("bad", at), method({ ...at, stageName: "dev", ...logging("INFO") })],
      "another API": [stage("bad", at), method({ ...at, restApi: "xyz", ...logging("INFO") })],
      "another stage, of an API that is not known": [
        stage("bad", { restApi: U, stageName: "prod" }),
        method({ restApi: U, stageName: "dev", ...logging("INFO") }),
      ],
      "by the stage's API, another name": [
        api("api"),
        stage("bad", { restApi: U, stageName: "prod" }, { restApi: ["api"] }),
        method({ restApi: U, stageName: "dev", ...logging("INFO") }, { restApi: ["bad"] }),
      ],
      "no level": [stage("bad", at), method({ ...at, methodPath: "*/*", settings: { metricsEnabled: true } })],
    },
    good: {
      "by name": [stage("s", at), method({ ...at, ...logging("ERROR") })],
      "in lower case": [stage("s", at), method({ ...at, ...logging("info") })],
      "by reference": [
        stage("s", { restApi: U, stageName: "prod" }, { restApi: ["api"] }),
        api("api"),
        method({ restApi: U, stageName: "prod", ...logging("INFO") }, { restApi: ["api"] }),
      ],
      "by the stage": [
        stage("s", { restApi: U, stageName: "prod" }, { restApi: ["api"] }),
        api("api"),
        method({ restApi: U, stageName: U, ...logging("INFO") }, { restApi: ["api"], stageName: ["s"] }),
      ],
      "by the stage's API": [
        api("api"),
        stage("s", { restApi: U, stageName: "prod" }, { restApi: ["api"] }),
        method({ restApi: U, stageName: "prod", ...logging("INFO") }, { restApi: ["s"] }),
      ],
      "by the API's id in state": [
        api("api", { id: "abc123" }),
        stage("s", at),
        method({ restApi: U, stageName: "prod", ...logging("INFO") }, { restApi: ["api"] }),
      ],
      "an unknown level": [stage("s", at), method({ ...at, ...logging(U) })],
    },
  },
  "apigw-cache-encrypted": {
    type: settings,
    bad: {
      "left out": { settings: { cachingEnabled: true } },
      off: { settings: { cachingEnabled: true, cacheDataEncrypted: false } },
      "as text": { settings: { cachingEnabled: "true", cacheDataEncrypted: "false" } },
    },
    good: {
      "no cache": { settings: { cacheDataEncrypted: false } },
      "cache off": { settings: { cachingEnabled: false, cacheDataEncrypted: false } },
      encrypted: { settings: { cachingEnabled: true, cacheDataEncrypted: true } },
      "an unknown cache": { settings: { cachingEnabled: U } },
      "unknown encryption": { settings: { cachingEnabled: true, cacheDataEncrypted: U } },
    },
  },
  "apigw-data-trace": {
    type: settings,
    bad: {
      on: { settings: { dataTraceEnabled: true } },
      "as text": { settings: { dataTraceEnabled: "true" } },
      "beside unknown": { settings: { loggingLevel: U, dataTraceEnabled: true } },
    },
    good: {
      "left out": { settings: {} },
      off: { settings: { dataTraceEnabled: false } },
      unknown: { settings: { dataTraceEnabled: U } },
    },
  },
  "apigw-throttling": {
    type: settings,
    bad: {
      "left out": { methodPath: "*/*", settings: { loggingLevel: "INFO" } },
      "the provider's default": { methodPath: "*/*", settings: { throttlingBurstLimit: -1, throttlingRateLimit: -1 } },
      "one of two": { methodPath: "*/*", settings: { throttlingBurstLimit: 10 } },
      "one of two unknown": { methodPath: "*/*", settings: { throttlingBurstLimit: U, throttlingRateLimit: 0 } },
    },
    good: {
      both: { methodPath: "*/*", settings: { throttlingBurstLimit: 10, throttlingRateLimit: 5 } },
      "as text": { methodPath: "*/*", settings: { throttlingBurstLimit: "10", throttlingRateLimit: "0.5" } },
      "one method": { methodPath: "students/GET", settings: {} },
      unknown: { methodPath: "*/*", settings: { throttlingBurstLimit: U, throttlingRateLimit: U } },
      "an unknown path": { methodPath: U, settings: {} },
    },
  },
  "apigw-method-auth": {
    type: "aws:apigateway/method:Method",
    bad: {
      none: { httpMethod: "GET", authorization: "NONE" },
      "in lower case": { httpMethod: "post", authorization: "none" },
      "with an API key": { httpMethod: "GET", authorization: "NONE", apiKeyRequired: true },
      any: { httpMethod: "ANY", authorization: "NONE", restApi: U },
    },
    good: {
      options: { httpMethod: "OPTIONS", authorization: "NONE" },
      "options in lower case": { httpMethod: "options", authorization: "NONE" },
      custom: { httpMethod: "GET", authorization: "CUSTOM" },
      iam: { httpMethod: "GET", authorization: "AWS_IAM" },
      pool: { httpMethod: "GET", authorization: "COGNITO_USER_POOLS" },
      unknown: { httpMethod: "GET", authorization: U },
      "an unknown method": { httpMethod: U, authorization: "NONE" },
    },
  },
  "apigw-request-validator": {
    bad: {
      none: [api("bad")],
      "body only": [api("bad", { id: "abc123" }), validator({ restApi: "abc123", validateRequestBody: true })],
      "parameters off": [
        api("bad", { id: "abc123" }),
        validator({ restApi: "abc123", ...both, validateRequestParameters: false }),
      ],
      "of another API": [api("bad", { id: "abc123" }), validator({ restApi: "xyz", ...both })],
      "by reference, of another API": [
        api("bad"),
        api("other"),
        validator({ restApi: U, ...both }, { restApi: ["other"] }),
      ],
    },
    good: {
      "by id": [api("a", { id: "abc123" }), validator({ restApi: "abc123", ...both })],
      "by an id that the API does not have yet": [
        api("a", { name: "students" }),
        validator({ restApi: "abc123", ...both }),
      ],
      "by reference": [api("a"), validator({ restApi: U, ...both }, { restApi: ["a"] })],
      "as text": [
        api("a", { id: "abc123" }),
        validator({ restApi: "abc123", validateRequestBody: "true", validateRequestParameters: "true" }),
      ],
      unknown: [api("a", { id: "abc123" }), validator({ restApi: "abc123", ...both, validateRequestBody: U })],
      "in the definition": [
        api("a", { body: JSON.stringify({ "x-amazon-apigateway-request-validators": { all: both } }) }),
      ],
    },
  },
  "apigw-waf": {
    bad: {
      none: [stage("bad", at)],
      "another stage": [stage("bad", at), association(arn.replace("prod", "dev"))],
      "another API": [stage("bad", at), association(arn.replace("abc123", "xyz"))],
      "by reference, another stage": [stage("bad"), stage("other"), association(U, ["other"])],
      "a load balancer, before its ARN is known": [
        stage("bad", at),
        res("aws:lb/loadBalancer:LoadBalancer", "web"),
        association(U, ["web"]),
      ],
      "a load balancer, and an API that is not known": [
        stage("bad", { restApi: U, stageName: "prod" }),
        association("arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/1234567890abcdef"),
      ],
      "a regional API": [
        api("api", { endpointConfiguration: { types: "REGIONAL" } }),
        stage("bad", { restApi: U, stageName: "prod" }, { restApi: ["api"] }),
      ],
    },
    good: {
      "by ARN": [stage("s", at), association(arn)],
      "by the ARN in state": [stage("s", { ...at, arn }), association(arn)],
      "by reference": [stage("s"), association(U, ["s"])],
      "of what is not known": [stage("s"), association(U)],
      "a private API": [
        api("api", { endpointConfiguration: { types: "PRIVATE" } }),
        stage("s", { restApi: U, stageName: "prod" }, { restApi: ["api"] }),
      ],
      "a private API whose id is not known": [
        api("api", { name: "students", endpointConfiguration: { types: "PRIVATE" } }),
        stage("s", at),
      ],
      "a private API in a list": [
        api("api", { id: "abc123", endpointConfiguration: { types: ["PRIVATE"] } }),
        stage("s", at),
      ],
    },
  },
  "apigw-domain-tls": {
    type: "aws:apigateway/domainName:DomainName",
    bad: {
      old: { securityPolicy: "TLS_1_0" },
      "left out": { domainName: "api.example.com" },
      "an HTTP API": res("aws:apigatewayv2/domainName:DomainName", "bad", {
        domainNameConfiguration: { securityPolicy: "TLS_1_0" },
      }),
    },
    good: {
      new: { securityPolicy: "TLS_1_2" },
      newest: { securityPolicy: "SecurityPolicy_TLS13_1_3_2025_09" },
      edge: { securityPolicy: "SecurityPolicy_TLS12_2018_EDGE" },
      unknown: { securityPolicy: U },
      "an HTTP API": res("aws:apigatewayv2/domainName:DomainName", "d", {
        domainNameConfiguration: { securityPolicy: "TLS_1_2" },
      }),
    },
  },
};
