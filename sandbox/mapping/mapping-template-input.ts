import { MappingError } from "./mapping-template-error";
import { evaluateJsonPath } from "./mapping-template-json-path";

/** The parameters of a call, by the place they came in. */
export interface MappingParameters {
  path: Record<string, string>;
  querystring: Record<string, string>;
  header: Record<string, string>;
}

/**
 * `$input` of a mapping template.
 *
 * {@link https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#input-variable-reference}
 */
export class MappingTemplateInput {
  /** The payload as text. API Gateway reads an empty one as an empty JSON object (seen in localstack/localstack#12413). */
  readonly body: string;
  private document: { value: unknown } | undefined;

  constructor(
    body: string,
    private readonly parameters: MappingParameters,
  ) {
    this.body = body === "" ? "{}" : body;
  }

  /**
   * The JSON text of what a JSONPath finds. Nothing found is the text `""`, an empty JSON string, so an optional field
   * that must stay absent is not to be read this way.
   *
   * @param expression a JSONPath, `$` when omitted
   * @throws MappingError 400 where the payload is not JSON
   */
  json(expression?: string): string {
    const value = evaluateJsonPath(this.parsed(), expression ?? "$");
    return value === undefined ? '""' : JSON.stringify(value);
  }

  /**
   * What a JSONPath finds, as an object that the template can walk; nothing for a missing value and for null.
   *
   * @throws MappingError 400 where the payload is not JSON
   */
  path(expression: string): unknown {
    return evaluateJsonPath(this.parsed(), expression) ?? undefined;
  }

  /** All parameters by place, or the one of a name, searched in path, query string and header; `""` when not given. */
  params(name?: string): MappingParameters | string {
    if (name === undefined) return this.parameters;
    for (const values of [this.parameters.path, this.parameters.querystring, this.parameters.header]) {
      if (Object.hasOwn(values, name)) return values[name]!;
    }
    const header = Object.keys(this.parameters.header).find((key) => key.toLowerCase() === name.toLowerCase());
    return header === undefined ? "" : this.parameters.header[header]!;
  }

  private parsed(): unknown {
    if (!this.document) {
      try {
        this.document = { value: JSON.parse(this.body) as unknown };
      } catch (error) {
        throw new MappingError(400, `Could not parse request body into json: ${(error as Error).message}`);
      }
    }
    return this.document.value;
  }
}
