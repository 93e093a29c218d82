import { MappingTemplateContext, type TemplateOverrides } from "./mapping-template-context";
import { MappingTemplateInput, type MappingParameters } from "./mapping-template-input";
import { MappingTemplateRenderer } from "./mapping-template-renderer";
import { MappingTemplateUtil } from "./mapping-template-util";

export { MappingError } from "./mapping-template-error";
export type { TemplateOverrides } from "./mapping-template-context";

/** What API Gateway puts before a mapping template: the payload, the parameters and the variables of the call. */
export interface MappingContext {
  /** The payload as text: the request's body for a request template, the integration's answer for a response template. */
  body: string;
  /** The payload's media type. Informative: API Gateway parses every payload that a template asks for as JSON. */
  contentType?: string;
  /** The method's parameters by place, each the last value given. */
  params: MappingParameters;
  /** `$stageVariables`. */
  stageVariables: Record<string, string>;
  /** `$context`, for example `{ requestId, authorizer: { principalId } }`. Not changed by rendering. */
  context: Record<string, unknown>;
}

/** What a template gave: its text and what it set under `$context.responseOverride` and `$context.requestOverride`. */
export interface RenderedTemplate {
  output: string;
  overrides: TemplateOverrides;
}

/**
 * Renders a body mapping template as API Gateway does.
 *
 * Velocity 1.7's rules on truth and equality hold (an empty string is true in `#if`), references without a value print
 * nothing, and `$input`, `$util`, `$context` and `$stageVariables` are those of the reference
 * {@link https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html}.
 *
 * @param template the VTL text
 * @param context what the template may read
 * @throws MappingError 400 where the template reads the payload with `$input.json` or `$input.path` and it is not JSON;
 *   500 where the template itself is not valid VTL
 */
export function renderTemplate(template: string, context: MappingContext): RenderedTemplate {
  const variables = new MappingTemplateContext(context.context);
  const output = new MappingTemplateRenderer(template).renderWith({
    input: new MappingTemplateInput(context.body, context.params),
    util: new MappingTemplateUtil(),
    context: variables.values,
    stageVariables: { ...context.stageVariables },
  });
  return { output, overrides: variables.overrides() };
}
