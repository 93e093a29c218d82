/** Compiled patterns: the same few come again and again. */
const compiled = new Map<string, RegExp>();
const mostCompiled = 5000;

/**
 * Whether a pattern of a policy (`s3:Get*`, `arn:aws:s3:::bucket/*`) matches a value, as AWS matches: `*` any text, `?` one
 * character, without regard to case.
 */
export function matches(pattern: string, value: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern.toLowerCase() === value.toLowerCase();
  let expression = compiled.get(pattern);
  if (!expression) {
    if (compiled.size >= mostCompiled) compiled.clear();
    const escaped = pattern.replace(/\*+/g, "*").replace(/[.+^${}()|[\]\\]/g, "\\$&");
    expression = new RegExp(`^${escaped.replaceAll("*", "[^]*").replaceAll("?", "[^]")}$`, "i");
    compiled.set(pattern, expression);
  }
  return expression.test(value);
}

/** True for a text that is nothing but wildcards. */
export function isStar(value: unknown): boolean {
  return typeof value === "string" && /^\*+$/.test(value.trim());
}
