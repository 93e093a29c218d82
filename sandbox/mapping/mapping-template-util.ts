/**
 * `$util` of a mapping template.
 *
 * {@link https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#util-template-reference}
 */
export class MappingTemplateUtil {
  /**
   * Escapes text for a JavaScript string literal. Not for JSON as it is: a single quote becomes `\'`, which JSON does
   * not know; templates undo that with `.replaceAll("\\'","'")`.
   */
  escapeJavaScript(value: unknown): string {
    return text(value).replace(/["'\\/]|[^\x20-\x7f]/g, escapeCharacter);
  }

  /** Reads JSON text into an object that the template can walk; nothing where it is not JSON. */
  parseJson(value: unknown): unknown {
    try {
      return JSON.parse(text(value)) ?? undefined;
    } catch {
      return undefined;
    }
  }

  /** Encodes text as `application/x-www-form-urlencoded`: a space is `+`. */
  urlEncode(value: unknown): string {
    return encodeURIComponent(wellFormed(text(value)))
      .replace(/%20/g, "+")
      .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  }

  /** Decodes `application/x-www-form-urlencoded` text. */
  urlDecode(value: unknown): string {
    return decodeURIComponent(text(value).replace(/\+/g, " "));
  }

  /** Base64 of the text's UTF-8. */
  base64Encode(value: unknown): string {
    return Buffer.from(text(value), "utf8").toString("base64");
  }

  /** The UTF-8 text that base64 stands for. */
  base64Decode(value: unknown): string {
    return Buffer.from(text(value), "base64").toString("utf8");
  }
}

const SHORT_ESCAPES: Record<string, string> = { "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r" };

function escapeCharacter(character: string): string {
  const short = SHORT_ESCAPES[character];
  if (short) return short;
  if (/["'\\/]/.test(character)) return `\\${character}`;
  return `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}

// Half a surrogate pair has no UTF-8; Java encodes it as a question mark.
function wellFormed(value: string): string {
  return value.replace(/\p{Surrogate}/gu, "?");
}

function text(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value as string | number | boolean);
}
