import { mappingContext } from "./mapping-context";
import { mappingExpression } from "./mapping-expression";
import type { IntegrationResponse, MappingRequest, MappingResult } from "./mapping-request";
import { MappingError, renderTemplate } from "./mapping-template";
import { selectResponse } from "./select-response";
import { selectRequestTemplate, selectResponseTemplate } from "./select-template";

/** What a backend answered. */
export interface BackendAnswer {
  /** The text that integration responses select by; undefined for the default response. */
  select: string | undefined;
  /** Lower case. */
  headers: Record<string, string>;
  body: string;
}

/** A call of an integration's backend. Throws {@link BackendError} when it gives no answer. */
export type Backend = (request: MappingRequest, uri: string, body: string) => Promise<BackendAnswer>;

/** The backends by the service that an integration's URI names: `lambda`, `sqs`. */
export type Backends = Readonly<Record<string, Backend>>;

/** A backend that could not be called, with the gateway response that API Gateway answers then. */
export class BackendError extends Error {
  /** @param type `API_CONFIGURATION_ERROR` (500), `INTEGRATION_FAILURE` or `INTEGRATION_TIMEOUT` (504) */
  constructor(
    readonly type: string,
    message = "Internal server error",
  ) {
    super(message);
  }
}

/**
 * Runs an integration as API Gateway does: request template, backend, integration response, response template.
 *
 * @param request one that passed the gateway's checks
 * @param backends what the integration may call
 */
export async function runMapping(request: MappingRequest, backends: Backends): Promise<MappingResult> {
  try {
    return await respond(request, await call(request, backends));
  } catch (error) {
    if (error instanceof BackendError) return { gatewayResponse: { type: error.type, message: error.message } };
    if (!(error instanceof MappingError)) throw error;
    const isCallers = error.status < 500;
    return {
      gatewayResponse: {
        type: isCallers ? "BAD_REQUEST_BODY" : "API_CONFIGURATION_ERROR",
        // What is wrong with a template is for its author; the log has it.
        message: isCallers ? error.reason : "Internal server error",
      },
    };
  }
}

async function call(request: MappingRequest, backends: Backends): Promise<BackendAnswer> {
  const { integration } = request;
  const body = Buffer.from(request.body, "base64").toString("utf8");
  const choice = selectRequestTemplate(integration, request.headers["content-type"]);
  if ("refused" in choice) throw new BackendError("UNSUPPORTED_MEDIA_TYPE", "Unsupported Media Type");
  const sent = "template" in choice ? renderTemplate(choice.template, mappingContext(request, body)).output : body;
  if (integration.type === "MOCK") return { select: mockStatus(sent), headers: {}, body: "" };

  const uri = (integration.uri ?? "").replace(
    /\$\{stageVariables\.(\w+)\}/g,
    (_whole, name: string) => request.stageVariables[name] ?? "",
  );
  const service = /^arn:[^:]+:apigateway:[^:]+:([^:]+):/.exec(uri)?.[1];
  const backend = backends[service ?? ""];
  if (!backend) {
    console.error(`The sandbox's mapping shim has no backend for ${uri}.`);
    throw new BackendError("API_CONFIGURATION_ERROR");
  }
  const limit = integration.timeoutInMillis ?? 29_000;
  return withTimeout(backend(request, uri, sent), limit);
}

/** The answer's status as MOCK integrations give it: in the JSON that the request template makes. */
function mockStatus(rendered: string): string {
  try {
    const { statusCode } = JSON.parse(rendered) as { statusCode?: unknown };
    if (Number.isInteger(Number(statusCode)) && statusCode !== undefined) return String(statusCode);
  } catch {
    // Falls through: API Gateway cannot tell the status either.
  }
  throw new BackendError("API_CONFIGURATION_ERROR");
}

async function respond(request: MappingRequest, answer: BackendAnswer): Promise<MappingResult> {
  const response: IntegrationResponse | undefined = selectResponse(request.integration, answer.select);
  if (!response) throw new BackendError("API_CONFIGURATION_ERROR");
  const context = mappingContext(request, answer.body);
  const chosen = selectResponseTemplate(response.responseTemplates, request.headers["accept"]);
  const rendered = chosen && renderTemplate(chosen.template, context);
  const headers: Record<string, string> = {
    "Content-Type": chosen?.contentType ?? answer.headers["content-type"] ?? "application/json",
    "x-amzn-requestid": request.requestId,
  };
  for (const [target, expression] of Object.entries(response.responseParameters ?? {})) {
    const name = /^method\.response\.header\.(.+)$/.exec(target)?.[1];
    const value = mappingExpression(expression, { ...context, headers: answer.headers, body: answer.body });
    if (name !== undefined && value !== undefined) set(headers, name, value);
  }
  for (const [name, value] of Object.entries(rendered?.overrides.headers ?? {})) set(headers, name, value);
  return {
    status: rendered?.overrides.status ?? Number(response.statusCode),
    headers,
    body: Buffer.from(rendered?.output ?? answer.body, "utf8").toString("base64"),
  };
}

/** Sets a header, whatever the case of one that is there. */
function set(headers: Record<string, string>, name: string, value: string): void {
  for (const key of Object.keys(headers)) if (key.toLowerCase() === name.toLowerCase()) delete headers[key];
  headers[name] = value;
}

async function withTimeout<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new BackendError("INTEGRATION_TIMEOUT", "Endpoint request timed out")),
      milliseconds,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
