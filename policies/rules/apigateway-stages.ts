import { link } from "../core/links";
import { parseJson } from "../core/json";
import type { Resource } from "../core/resource";
import { stackRule } from "../core/rule";
import type { Stack } from "../core/stack";
import { isUnknown } from "../core/unknown";
import { isMissing, isObject, isTrue, lower, readAnyCase, list, text } from "../core/values";
import { associationsWith } from "../core/web-acl-associations";

const stageType = "aws:apigateway/stage:Stage";
const apiType = "aws:apigateway/restApi:RestApi";

/** References to an API hold its id, never its name. */
const apiIdentifiers = ["id"];

/** The APIs that each stage is of, or may be of, as far as they are in the stack. */
function apisOfStages(stack: Stack): (stage: Resource) => Resource[] {
  const apis = stack.ofType(apiType);
  const stagesOf = link(stack, {
    targets: apis,
    companions: stack.ofType(stageType),
    property: "restApi",
    identifiers: apiIdentifiers,
  });
  const certain = new Map<Resource, Resource[]>();
  const possible = new Map<Resource, Resource[]>();
  for (const api of apis) {
    const stages = stagesOf(api);
    for (const stage of stages.certain) certain.set(stage, [...(certain.get(stage) ?? []), api]);
    for (const stage of stages.possible) possible.set(stage, [...(possible.get(stage) ?? []), api]);
  }
  return (stage) => certain.get(stage) ?? possible.get(stage) ?? [];
}

/** What tells a stage: its API, by id or by what it was computed from, and its name. */
function stageKeys(stack: Stack, resource: Resource): string[] {
  const name = text(resource.read("stageName"));
  return name === undefined ? [] : apisOf(stack, resource).map((api) => `${api}/${name}`);
}

/** A setting may take its API from the stage, and an API may be known by its id in one place only. */
function apisOf(stack: Stack, resource: Resource): string[] {
  const from = resource.propertyDependencies["restApi"] ?? [];
  const through = from.flatMap((urn) => {
    const source = stack.get(urn);
    if (source?.type === stageType) return apisOf(stack, source);
    return source?.type === apiType ? [urn, text(source.read("id"))] : [urn];
  });
  return [text(resource.read("restApi")), ...through].filter((api) => api !== undefined);
}

export const executionLogging = stackRule({
  name: "apigw-execution-logging",
  title: "Each REST stage has MethodSettings for */* with loggingLevel ERROR or INFO",
  why: "A request that fails in the gateway itself (mapping, authorizer, integration) leaves its reason only there.",
  severity: "medium",
  ids: ["AwsSolutions-APIG6", "FSBP APIGateway.1", "CKV2_AWS_4", "guard API_GW_EXECUTION_LOGGING_ENABLED"],
  fix: 'Add MethodSettings with methodPath "*/*" and settings.loggingLevel ERROR or INFO.',
  url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
  types: [stageType],
  check: (stack) => {
    const logging = stack.ofType("aws:apigateway/methodSettings:MethodSettings").filter(logsEverything);
    const byKey = new Set(logging.flatMap((each) => stageKeys(stack, each)));
    const byUrn = new Set(logging.flatMap((each) => each.propertyDependencies["stageName"] ?? []));
    const undetermined = logging.filter(
      (each) =>
        !each.propertyDependencies["stageName"]?.length &&
        (each.isUnknown("stageName") || (each.isUnknown("restApi") && !each.propertyDependencies["restApi"]?.length)),
    );
    return stack.ofType(stageType).map((stage) => {
      const keys = stageKeys(stack, stage);
      const known = keys.some((key) => byKey.has(key)) || byUrn.has(stage.urn);
      // Where nothing tells the stage, any of them may be its.
      const uncertain = (keys.length ? undetermined : logging).some((each) => mayShareName(each, stage));
      return !known && !uncertain && { resource: stage, message: "no MethodSettings log every method of it" };
    });
  },
});

function mayShareName(one: Resource, other: Resource): boolean {
  const [a, b] = [one.read("stageName"), other.read("stageName")];
  return isUnknown(a) || isUnknown(b) || text(a) === text(b);
}

function logsEverything(methods: Resource): boolean {
  const path = methods.read("methodPath");
  const level = methods.read("settings.loggingLevel");
  return (
    (isUnknown(path) || text(path) === "*/*") && (isUnknown(level) || ["error", "info"].includes(lower(level) ?? ""))
  );
}

export const requestValidator = stackRule({
  name: "apigw-request-validator",
  title: "Each REST API has a RequestValidator with validateRequestBody and validateRequestParameters",
  why: "What is malformed is refused at the gateway, before it costs an invocation or finds a bug.",
  severity: "medium",
  ids: ["AwsSolutions-APIG2", "CKV2_AWS_53"],
  fix: "Add a RequestValidator with both set to true, and name it in the methods.",
  url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html",
  types: [apiType],
  check: (stack) => {
    const validators = stack
      .ofType("aws:apigateway/requestValidator:RequestValidator")
      .filter((each) =>
        ["validateRequestBody", "validateRequestParameters"].every(
          (path) => isUnknown(each.read(path)) || isTrue(each.read(path)),
        ),
      );
    const validatorsOf = link(stack, {
      targets: stack.ofType(apiType),
      companions: validators,
      property: "restApi",
      identifiers: apiIdentifiers,
    });
    return stack.ofType(apiType).map((api) => {
      const { certain, possible } = validatorsOf(api);
      if (certain.length || possible.length || definesValidator(api.read("body"))) return undefined;
      return { resource: api, message: "no RequestValidator checks both body and parameters" };
    });
  },
});

/** An OpenAPI definition may bring its own validators. */
function definesValidator(body: unknown): boolean {
  const definition = parseJson(body);
  if (isUnknown(definition)) return true;
  const validators = readAnyCase(definition, "x-amazon-apigateway-request-validators");
  return (
    isObject(validators) &&
    Object.values(validators).some(
      (each) =>
        isTrue(readAnyCase(each, "validateRequestBody")) && isTrue(readAnyCase(each, "validateRequestParameters")),
    )
  );
}

export const firewall = stackRule({
  name: "apigw-waf",
  title: "Each public REST stage has a WAFv2 web ACL association",
  why: "Throttles and authorizers do not look into requests; the firewall drops what is known to be an attack.",
  severity: "medium",
  ids: ["AwsSolutions-APIG3", "FSBP APIGateway.4", "CKV2_AWS_29"],
  fix: "Add a wafv2 WebAclAssociation with the stage's ARN. A PRIVATE API needs none.",
  url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html",
  types: [stageType],
  check: (stack) => {
    const apisOf = apisOfStages(stack);
    const associationsOf = link(stack, {
      targets: stack.ofType(stageType),
      companions: associationsWith(stack, "apigateway"),
      property: "resourceArn",
      identifiers: ["arn", "id"],
      alsoKnownAs: (stage) => stageKeys(stack, stage),
      parts: (arn) => [arn, /\/restapis\/([^/]+)\/stages\/([^/]+)$/.exec(arn)?.slice(1).join("/") ?? arn],
    });
    return stack.ofType(stageType).map((stage) => {
      const apis = apisOf(stage);
      if (apis.length && apis.every(isPrivate)) return undefined;
      const { certain, possible } = associationsOf(stage);
      if (certain.length || possible.length || !isMissing(stage.read("webAclArn"))) return undefined;
      return { resource: stage, message: "no web ACL is associated with it" };
    });
  },
});

function isPrivate(api: Resource): boolean {
  const types = api.read("endpointConfiguration.types");
  return isUnknown(types) || list(types).some((type) => isUnknown(type) || lower(type) === "private");
}
