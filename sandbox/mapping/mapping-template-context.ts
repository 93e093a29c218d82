/** What a template set with `#set($context.responseOverride.…)` and `#set($context.requestOverride.…)`. */
export interface TemplateOverrides {
  /** The HTTP status to answer with, from `$context.responseOverride.status`. */
  status?: number;
  /** Response headers to set, from `$context.responseOverride.header.*`. */
  headers?: Record<string, string>;
  /** Parameters of the integration request to set, from `$context.requestOverride.*`. */
  request?: Partial<Record<"header" | "querystring" | "path", Record<string, string>>>;
}

/**
 * The `$context` of one rendering.
 *
 * {@link https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html}
 */
export class MappingTemplateContext {
  /** The values as the template sees them: a copy, since templates may write into them. */
  readonly values: Record<string, unknown>;

  /** @param context the call's own values */
  constructor(context: Record<string, unknown>) {
    this.values = {
      ...structuredClone(context),
      requestOverride: { header: {}, querystring: {}, path: {} },
      responseOverride: { header: {} },
    };
  }

  /** The overrides that the template left behind; a kind that it did not set is absent. */
  overrides(): TemplateOverrides {
    const response = this.values["responseOverride"] as { status?: unknown; header?: Record<string, unknown> };
    const request = this.values["requestOverride"] as Record<string, Record<string, unknown>>;
    const overrides: TemplateOverrides = {};
    const status = Number(response.status);
    if (response.status !== undefined && Number.isInteger(status)) overrides.status = status;
    const headers = texts(response.header);
    if (headers) overrides.headers = headers;
    for (const place of ["header", "querystring", "path"] as const) {
      const values = texts(request[place]);
      if (values) overrides.request = { ...overrides.request, [place]: values };
    }
    return overrides;
  }
}

function texts(values: Record<string, unknown> | undefined): Record<string, string> | undefined {
  const entries = Object.entries(values ?? {}).filter(([, value]) => value !== undefined && value !== null);
  return entries.length === 0 ? undefined : Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}
