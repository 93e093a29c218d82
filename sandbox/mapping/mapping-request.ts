/** An integration response, as PutIntegrationResponse stores it. */
export interface IntegrationResponse {
  statusCode: string;
  /** A regular expression for the whole of the error message or backend status; empty for the default response. */
  selectionPattern?: string | null;
  /** `method.response.header.X` to a value in quotes, `integration.response.header.Y`, `integration.response.body…` or `context.…`. */
  responseParameters?: Record<string, string> | null;
  responseTemplates?: Record<string, string> | null;
}

/** The deployed integration, as PutIntegration stores it. */
export interface Integration {
  type: "AWS" | "MOCK";
  uri?: string;
  requestParameters?: Record<string, string> | null;
  requestTemplates?: Record<string, string> | null;
  passthroughBehavior?: "WHEN_NO_MATCH" | "WHEN_NO_TEMPLATES" | "NEVER" | null;
  timeoutInMillis?: number | null;
  integrationResponses?: Record<string, IntegrationResponse> | null;
}

/** A request that passed API Gateway's checks, with its integration. What the emulator's hook sends. */
export interface MappingRequest {
  integration: Integration;
  apiId: string;
  accountId: string;
  region: string;
  stage: string;
  stageVariables: Record<string, string>;
  requestId: string;
  resourceId: string;
  resourcePath: string;
  httpMethod: string;
  /** Without the stage. */
  path: string;
  headers: Record<string, string>;
  query: Record<string, string[]>;
  pathParameters: Record<string, string>;
  /** Base64. */
  body: string;
  /** What the authorizer answered: its context with `principalId`, or `claims` of a Cognito token. */
  authorizer: Record<string, unknown>;
  /** The caller of an IAM method. */
  identity: Record<string, unknown>;
}

/** What the emulator answers the client: a response, or an error of API Gateway's own, which gateway responses shape. */
export type MappingResult =
  | { status: number; headers: Record<string, string>; body: string }
  | { gatewayResponse: { type: string; message: string } };
