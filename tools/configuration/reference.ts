import * as z from "zod";
import { platformSchema } from "../../stacks/config/platform-schema";
import { descriptionOf, objectOf, unwrapped } from "../../stacks/config/schema-tools";
import { stackSchemas } from "../../stacks/config/stack-schema";
import { namespace } from "../../stacks/config/stack-values";

/** `docs/reference/configuration.md`: every key of both files, from the schemas that check them. */
export function configurationReference(): string {
  return `# Configuration

<!-- Made from stacks/config/ by \`npm run configuration\`; changes here are overwritten. -->

Values that several stacks share stand once in \`platform.config.yaml\`; \`npm run init\` asks for them. A stack's own stand
in \`Pulumi.<stack>.yaml\`. Both are checked before anything is made: an unknown key, a wrong value or a reference to
nothing is an error that names the file, the key, the value and what is allowed, and all of them are reported at once.
Defaults are the secure ones.

What still says \`000000000000\`, \`REPLACE_ME\` or \`example.org\` can be planned and previewed, but not deployed.

Anchors, aliases and tags of YAML are refused. Account ids and days stand in quotes.

## platform.config.yaml

${table(rowsOf(platformSchema, ""))}

## Pulumi.&lt;stack&gt;.yaml

Beside \`pulumi:disable-default-providers: ["aws"]\`, without which no stack is planned: it keeps a resource from going to
whatever account the shell is signed in to. Keys of the namespace \`aws:\` are refused, since explicit providers do not
read them.

${Object.entries(stackSchemas)
  .map(([kind, schema]) => `### Kind \`${kind}\`\n\n${table(rowsOf(schema, `${namespace}:`))}`)
  .join("\n\n")}
`;
}

interface Row {
  key: string;
  type: string;
  isRequired: boolean;
  fallback?: string;
  description: string;
}

function table(rows: Row[]): string {
  const lines = rows.map(({ key, type, isRequired, fallback, description }) => {
    const presence = isRequired ? "required" : fallback === undefined ? "optional" : `\`${fallback}\``;
    return `| \`${key}\` | ${cell(type)} | ${presence} | ${cell(description)} |`;
  });
  return ["| Key | Value | Default | Meaning |", "| --- | --- | --- | --- |", ...lines].join("\n");
}

function rowsOf(schema: z.core.$ZodType, path: string): Row[] {
  const inner = unwrapped(schema);
  if (!(inner instanceof z.ZodObject)) return [];
  return Object.entries(inner.shape as Record<string, z.core.$ZodType>).flatMap(([key, field]) => {
    const at = path === "" || path.endsWith(":") ? path + key : `${path}.${key}`;
    return [rowOf(field, at), ...nestedRows(unwrapped(field), at)];
  });
}

function nestedRows(schema: z.core.$ZodType, path: string): Row[] {
  if (schema instanceof z.ZodRecord) return rowsOf(schema.valueType, `${path}.<name>`);
  if (schema instanceof z.ZodArray) return rowsOf(schema.element, `${path}[]`);
  return rowsOf(objectOf(schema) ?? schema, path);
}

function rowOf(field: z.core.$ZodType, key: string): Row {
  const fallback = defaultOf(field);
  return {
    key,
    type: typeText(unwrapped(field)),
    isRequired: !z.safeParse(field, undefined).success,
    ...(fallback !== undefined && { fallback: JSON.stringify(fallback) }),
    description: descriptionOf(field) ?? "",
  };
}

function defaultOf(field: z.core.$ZodType): unknown {
  const result = z.safeParse(field, undefined);
  return result.success ? result.data : undefined;
}

function typeText(schema: z.core.$ZodType): string {
  if (schema instanceof z.ZodEnum) return schema.options.map((option) => `\`${String(option)}\``).join(" or ");
  if (schema instanceof z.ZodLiteral) return [...schema.values].map((value) => `\`${String(value)}\``).join(", ");
  if (schema instanceof z.ZodArray) return `list of ${typeText(unwrapped(schema.element))}`;
  if (schema instanceof z.ZodRecord || schema instanceof z.ZodObject) return "map";
  if (schema instanceof z.ZodUnion)
    return schema.options.map((option: z.core.$ZodType) => typeText(unwrapped(option))).join(" or ");
  if (schema instanceof z.ZodBoolean) return "`true` or `false`";
  if (schema instanceof z.ZodNumber) return numberText(schema);
  return "text";
}

function numberText(schema: z.ZodNumber): string {
  const { minValue, maxValue } = schema;
  const hasMaximum = maxValue !== null && maxValue < Number.MAX_SAFE_INTEGER;
  return hasMaximum ? `${minValue} to ${maxValue}` : `${minValue} or more`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
