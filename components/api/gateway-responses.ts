import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { ApiDefinition } from "./api-definition";
import { gatewayResponseHeaders, type CorsArgs } from "./cors";

/**
 * How the gateway words its own errors: `gateway` is AWS's `{ "message" }`, `platform` is
 * `{ "error": { "code", "message", "requestId" } }`.
 */
export type ErrorBody = "gateway" | "platform";

/**
 * Answers whose own text tells too much: IAM's denials name the caller's ARN and account, a wrong signature is answered
 * with the canonical request. They get a fixed text, the others keep the gateway's.
 */
const FIXED: Record<string, { status: string; code: string; message: string }> = {
  ACCESS_DENIED: { status: "403", code: "Forbidden", message: "Forbidden" },
  INVALID_SIGNATURE: { status: "403", code: "Forbidden", message: "Forbidden" },
};

/**
 * Makes the answers the gateway gives by itself, before or instead of the integration.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
export function createGatewayResponses(
  name: string,
  api: aws.apigateway.RestApi,
  body: ErrorBody,
  cors: CorsArgs | undefined,
  definition: ApiDefinition,
  opts: pulumi.CustomResourceOptions,
): void {
  const responseParameters = Object.fromEntries(
    Object.entries({ ...gatewayResponseHeaders(cors), "Cache-Control": "'no-store'" }).map(([header, value]) => [
      `gatewayresponse.header.${header}`,
      value,
    ]),
  );
  const create = (responseType: string, template: string, statusCode?: string) =>
    definition.add(
      "gateway-response",
      `${name}-${responseType.toLowerCase().replace(/_/g, "-")}`,
      {
        restApiId: api.id,
        responseType,
        ...(statusCode ? { statusCode } : {}),
        responseParameters,
        responseTemplates: { "application/json": template },
      },
      (child, inputs) => new aws.apigateway.Response(child, inputs, opts),
    );
  for (const responseType of ["DEFAULT_4XX", "DEFAULT_5XX"]) {
    // messageString comes with its quotes.
    create(responseType, template(body, "$context.error.responseType", "$context.error.messageString"));
  }
  for (const [responseType, { status, code, message }] of Object.entries(FIXED)) {
    create(responseType, template(body, code, JSON.stringify(message)), status);
  }
}

function template(body: ErrorBody, code: string, quotedMessage: string): string {
  return body === "gateway"
    ? `{"message":${quotedMessage}}`
    : `{"error":{"code":"${code}","message":${quotedMessage},"requestId":"$context.requestId"}}`;
}
