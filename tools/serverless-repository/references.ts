/** A value that another resource has only once it is made, as it stands in the recorded program. */
export function reference(expression: string): string {
  return `<<${expression}>>`;
}

/** The name a resource goes by in a template: letters and digits only. */
export function logicalId(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join("");
}

const REFERENCE = /<<([^<>]+)>>/g;

/** Puts CloudFormation's functions where references stand, in any depth; everything else stays. */
export function withFunctions(value: unknown): unknown {
  if (typeof value === "string") return textWithFunctions(value);
  if (Array.isArray(value)) return value.map(withFunctions);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .map(([key, each]) => [key, withFunctions(each)]),
  );
}

function textWithFunctions(text: string): unknown {
  const alone = /^<<([^<>]+)>>$/.exec(text)?.[1];
  if (alone && !alone.includes("${")) {
    const [id, attribute] = alone.split(".");
    return attribute === undefined ? { Ref: id } : { "Fn::GetAtt": [id, attribute] };
  }
  if (!text.includes("<<")) return text;
  // In Fn::Sub a brace of the text itself is written with an exclamation mark.
  return { "Fn::Sub": text.replaceAll("${", "${!").replace(REFERENCE, (_, expression: string) => `\${${expression}}`) };
}
