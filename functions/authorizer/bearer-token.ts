import type { APIGatewayAuthorizerEvent } from "aws-lambda";

/** A JWT in an `Authorization` header: scheme, one space, three parts of base64url. At most what a header may hold. */
const BEARER = /^Bearer ([\w-]{1,4096}\.[\w-]{1,8192}\.[\w-]{1,2048})$/i;

/**
 * The token that a caller sent, or undefined where there is none, more than one or it is malformed.
 *
 * @param event of a TOKEN or a REQUEST authorizer
 */
export function bearerToken(event: APIGatewayAuthorizerEvent): string | undefined {
  const value = event.type === "TOKEN" ? event.authorizationToken : header(event.headers);
  return BEARER.exec(value?.trim() ?? "")?.[1];
}

function header(headers: Record<string, string | undefined> | null): string | undefined {
  const values = Object.entries(headers ?? {}).filter(([name]) => name.toLowerCase() === "authorization");
  return values.length === 1 ? values[0]![1] : undefined;
}
