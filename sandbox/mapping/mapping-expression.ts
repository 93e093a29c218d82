/** What a response parameter may refer to. */
export interface ExpressionSources {
  /** Headers of the integration's answer, lower case. */
  headers: Record<string, string>;
  body: string;
  context: Record<string, unknown>;
  stageVariables: Record<string, string>;
}

/**
 * The value of a response parameter's mapping expression.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
 *
 * @param expression `'text'`, `integration.response.header.X`, `integration.response.body.x.y`, `context.x.y` or `stageVariables.x`
 * @returns undefined where it refers to nothing, and the header is left out
 */
export function mappingExpression(expression: string, sources: ExpressionSources): string | undefined {
  const literal = /^'(.*)'$/s.exec(expression);
  if (literal) return literal[1]!;
  const [first, ...rest] = expression.split(".");
  if (first === "context") return text(walk(sources.context, rest));
  if (first === "stageVariables") return sources.stageVariables[rest.join(".")];
  const [, place, ...path] = rest.length && rest[0] === "response" ? ["", ...rest.slice(1)] : ["", ""];
  if (place === "header") return sources.headers[path.join(".").toLowerCase()];
  if (place !== "body") return undefined;
  if (path.length === 0) return sources.body;
  try {
    return text(walk(JSON.parse(sources.body), path));
  } catch {
    return undefined;
  }
}

function walk(value: unknown, keys: string[]): unknown {
  return keys.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], value);
}

function text(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === "object" ? JSON.stringify(value) : String(value as string | number | boolean);
}
