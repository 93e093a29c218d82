type Inputs = Record<string, any>;

/** A resource of a template. */
export interface TemplateResource {
  Type: string;
  DependsOn?: string[];
  Condition?: string;
  DeletionPolicy?: "Retain";
  UpdateReplacePolicy?: "Retain";
  Properties: Inputs;
}

/** How one type is written: its CloudFormation type, and where each of its inputs goes. */
interface Translation {
  type: string;
  /**
   * Property by input; a list puts it deeper. A function makes the value, and gets where code is kept. `false` leaves an
   * input out that the template does not need.
   */
  inputs: Record<string, string | false | ((value: any, code: CodeLocation) => Inputs)>;
}

/** Where the archive with the function's code is. */
export interface CodeLocation {
  bucket: string;
  key: string;
}

const capital = (key: string) => key.charAt(0).toUpperCase() + key.slice(1);
/** The same keys with a capital, in any depth. */
const capitals = (value: any): any =>
  Array.isArray(value)
    ? value.map(capitals)
    : typeof value === "object" && value !== null
      ? Object.fromEntries(Object.entries(value).map(([key, each]) => [capital(key), capitals(each)]))
      : value;
const document = (property: string) => (text: string) => ({ [property]: JSON.parse(text) as unknown });

/** Exactly the types of a keyed API. Anything else is refused, so that no template lacks what the program makes. */
export const translations: Readonly<Record<string, Translation>> = {
  "aws:kms/key:Key": {
    type: "AWS::KMS::Key",
    inputs: {
      description: "Description",
      enableKeyRotation: "EnableKeyRotation",
      rotationPeriodInDays: "RotationPeriodInDays",
      deletionWindowInDays: "PendingWindowInDays",
      bypassPolicyLockoutSafetyCheck: "BypassPolicyLockoutSafetyCheck",
      policy: document("KeyPolicy"),
    },
  },
  "aws:kms/alias:Alias": { type: "AWS::KMS::Alias", inputs: { name: "AliasName", targetKeyId: "TargetKeyId" } },
  "aws:iam/role:Role": {
    type: "AWS::IAM::Role",
    inputs: { name: "RoleName", description: "Description", assumeRolePolicy: document("AssumeRolePolicyDocument") },
  },
  "aws:iam/rolePolicy:RolePolicy": {
    type: "AWS::IAM::Policy",
    inputs: { name: "PolicyName", policy: document("PolicyDocument"), role: (role) => ({ Roles: [role] }) },
  },
  "aws:cloudwatch/logGroup:LogGroup": {
    type: "AWS::Logs::LogGroup",
    inputs: { name: "LogGroupName", retentionInDays: "RetentionInDays", kmsKeyId: "KmsKeyId" },
  },
  "aws:lambda/function:Function": {
    // SAM's own, since the repository copies the code of no other.
    type: "AWS::Serverless::Function",
    inputs: {
      name: "FunctionName",
      description: "Description",
      runtime: "Runtime",
      handler: "Handler",
      architectures: "Architectures",
      memorySize: "MemorySize",
      timeout: "Timeout",
      role: "Role",
      kmsKeyArn: "KmsKeyArn",
      reservedConcurrentExecutions: "ReservedConcurrentExecutions",
      packageType: "PackageType",
      ephemeralStorage: (value) => ({ EphemeralStorage: capitals(value) }),
      tracingConfig: ({ mode }) => ({ Tracing: mode }),
      loggingConfig: (value) => ({ LoggingConfig: capitals(value) }),
      environment: ({ variables }) => ({ Environment: { Variables: variables } }),
      code: (_, { bucket, key }) => ({ CodeUri: { Bucket: bucket, Key: key } }),
      // Both by AutoPublishAlias, which the template adds.
      sourceCodeHash: false,
      publish: false,
    },
  },
  "aws:lambda/permission:Permission": {
    type: "AWS::Lambda::Permission",
    inputs: {
      action: "Action",
      principal: "Principal",
      sourceArn: "SourceArn",
      sourceAccount: "SourceAccount",
      function: "FunctionName",
      qualifier: false,
    },
  },
  "aws:apigateway/restApi:RestApi": {
    type: "AWS::ApiGateway::RestApi",
    inputs: {
      name: "Name",
      description: "Description",
      apiKeySource: "ApiKeySourceType",
      disableExecuteApiEndpoint: "DisableExecuteApiEndpoint",
      endpointConfiguration: ({ types }) => ({ EndpointConfiguration: { Types: [types] } }),
    },
  },
  "aws:apigateway/resource:Resource": {
    type: "AWS::ApiGateway::Resource",
    inputs: { restApi: "RestApiId", parentId: "ParentId", pathPart: "PathPart" },
  },
  "aws:apigateway/response:Response": {
    type: "AWS::ApiGateway::GatewayResponse",
    inputs: {
      restApiId: "RestApiId",
      responseType: "ResponseType",
      statusCode: "StatusCode",
      responseParameters: "ResponseParameters",
      responseTemplates: "ResponseTemplates",
    },
  },
  "aws:apigateway/requestValidator:RequestValidator": {
    type: "AWS::ApiGateway::RequestValidator",
    inputs: {
      restApi: "RestApiId",
      name: "Name",
      validateRequestBody: "ValidateRequestBody",
      validateRequestParameters: "ValidateRequestParameters",
    },
  },
  "aws:apigateway/method:Method": {
    type: "AWS::ApiGateway::Method",
    inputs: {
      restApi: "RestApiId",
      resourceId: "ResourceId",
      httpMethod: "HttpMethod",
      authorization: "AuthorizationType",
      apiKeyRequired: "ApiKeyRequired",
      requestValidatorId: "RequestValidatorId",
    },
  },
  "aws:apigateway/deployment:Deployment": {
    type: "AWS::ApiGateway::Deployment",
    inputs: { restApi: "RestApiId", triggers: false },
  },
  "aws:apigateway/stage:Stage": {
    type: "AWS::ApiGateway::Stage",
    inputs: {
      restApi: "RestApiId",
      deployment: "DeploymentId",
      stageName: "StageName",
      description: "Description",
      xrayTracingEnabled: "TracingEnabled",
      cacheClusterEnabled: "CacheClusterEnabled",
      accessLogSettings: (value) => ({ AccessLogSetting: capitals(value) }),
    },
  },
  "aws:apigateway/usagePlan:UsagePlan": {
    type: "AWS::ApiGateway::UsagePlan",
    inputs: {
      name: "UsagePlanName",
      description: "Description",
      throttleSettings: (value) => ({ Throttle: capitals(value) }),
      quotaSettings: (value) => ({ Quota: capitals(value) }),
      apiStages: (value: Inputs[]) => ({
        ApiStages: value.map(({ apiId, stage }) => ({ ApiId: apiId as string, Stage: stage as string })),
      }),
    },
  },
  "aws:apigateway/apiKey:ApiKey": {
    type: "AWS::ApiGateway::ApiKey",
    inputs: { name: "Name", description: "Description", enabled: "Enabled" },
  },
  "aws:apigateway/usagePlanKey:UsagePlanKey": {
    type: "AWS::ApiGateway::UsagePlanKey",
    inputs: { usagePlanId: "UsagePlanId", keyId: "KeyId", keyType: "KeyType" },
  },
};

/** Types that are no resource of their own in a template, but part of another's. */
export const partOfAnother: ReadonlySet<string> = new Set([
  "aws:lambda/alias:Alias",
  "aws:apigateway/integration:Integration",
  "aws:apigateway/methodSettings:MethodSettings",
]);

/**
 * A resource as a template has it.
 *
 * @throws Error naming a type or an input that has no place there
 */
export function translated(type: string, name: string, inputs: Inputs, code: CodeLocation): TemplateResource {
  const translation = translations[type];
  if (!translation)
    throw new Error(`The template has no place for ${type} (${name}): only a keyed API can be published`);
  const properties: Inputs = {};
  for (const [input, value] of Object.entries(inputs)) {
    if (value === undefined) continue;
    const to = translation.inputs[input];
    if (to === undefined) throw new Error(`The template has no place for the input ${input} of ${type} (${name})`);
    if (typeof to === "string") properties[to] = value;
    else if (to) Object.assign(properties, to(value, code));
  }
  return { Type: translation.type, Properties: properties };
}

/** The integration of a method, as part of it. */
export function integration(inputs: Inputs): Inputs {
  const {
    type,
    integrationHttpMethod,
    uri,
    timeoutMilliseconds,
    restApi: _api,
    resourceId: _resource,
    httpMethod: _verb,
    ...more
  } = inputs;
  refuseMore("aws:apigateway/integration:Integration", more);
  return {
    Type: type as string,
    IntegrationHttpMethod: integrationHttpMethod as string,
    Uri: uri as string,
    TimeoutInMillis: timeoutMilliseconds as number,
  };
}

/** The settings of a stage's methods, as part of it. */
export function methodSettings(inputs: Inputs): Inputs {
  const { methodPath, settings, restApi: _api, stageName: _stage, ...more } = inputs;
  refuseMore("aws:apigateway/methodSettings:MethodSettings", more);
  const [resourcePath, httpMethod] = (methodPath as string).split(/\/(?=[^/]+$)/) as [string, string];
  const properties: Inputs = { ResourcePath: resourcePath === "*" ? "/*" : resourcePath, HttpMethod: httpMethod };
  for (const [input, value] of Object.entries(settings as Inputs)) {
    if (!METHOD_SETTINGS.has(input)) refuseMore("aws:apigateway/methodSettings:MethodSettings", { [input]: value });
    properties[capital(input)] = value;
  }
  return properties;
}

/** Settings that are called the same in both worlds, but for the capital. */
const METHOD_SETTINGS = new Set([
  "throttlingRateLimit",
  "throttlingBurstLimit",
  "metricsEnabled",
  "loggingLevel",
  "dataTraceEnabled",
  "cacheDataEncrypted",
  "cachingEnabled",
]);

function refuseMore(type: string, more: Inputs): void {
  const [input] = Object.keys(more).filter((key) => more[key] !== undefined);
  if (input) throw new Error(`The template has no place for the input ${input} of ${type}`);
}

/** Where a method is, by which its integration is found. */
export function methodPlace({ resourceId, httpMethod }: Inputs): string {
  return `${resourceId} ${httpMethod}`;
}
