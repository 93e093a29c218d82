import * as path from "node:path";
import * as z from "zod";
import { isMap, Scalar, visit } from "yaml";
import type { Problem } from "./problem";
import { readYamlFile } from "./read-yaml";
import { knownKeys, schemaAt, unwrapped } from "./schema-tools";

/** Namespace of the platform's keys, and the project's name in `Pulumi.yaml`. */
export const namespace = "platform";

/**
 * Values of a stack as a program gets them from the engine: full key to text, with lists and maps as JSON.
 * https://www.pulumi.com/docs/iac/concepts/config/
 */
export type StackValues = Record<string, string>;

/**
 * Turns the engine's texts back into typed values: texts stay as they are where the schema wants text, so that an
 * account id is not taken for a number, and everything else is JSON.
 *
 * @param values all values of the stack; other namespaces are left out
 * @param schema of the stack's kind
 */
export function decodeStackValues(values: StackValues, schema: z.ZodObject): Record<string, unknown> {
  const decoded: [string, unknown][] = [];
  for (const [key, value] of Object.entries(values)) {
    if (!key.startsWith(`${namespace}:`)) continue;
    const name = key.slice(namespace.length + 1);
    const target = knownKeys(schema).includes(name) ? unwrapped(schemaAt(schema, [name])!) : undefined;
    decoded.push([name, takesText(target) ? value : parsed(value)]);
  }
  return Object.fromEntries(decoded);
}

function takesText(schema: z.core.$ZodType | undefined): boolean {
  if (schema instanceof z.ZodLiteral) return [...schema.values].every((value) => typeof value === "string");
  return schema === undefined || schema instanceof z.ZodString || schema instanceof z.ZodEnum;
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

/**
 * Reads `Pulumi.<stack>.yaml` as the engine would, for programs that run without one.
 *
 * @param root the repository
 * @param stack the stack's name
 */
export function readStackFile(root: string, stack: string): { values: StackValues; problems: Problem[] } {
  const file = stackFileName(stack);
  const { document, content, problems } = readYamlFile(path.join(root, file), file);
  if (problems.length > 0) return { values: {}, problems };
  const config = (content as { config?: unknown } | null)?.config;
  if (typeof config !== "object" || config === null || Array.isArray(config)) {
    return {
      values: {},
      problems: [{ file, path: "config", value: config, fix: "write a map of keys such as platform:kind" }],
    };
  }
  visit(document, {
    Scalar: (_key, node, parents) => {
      if (node.type === Scalar.PLAIN && /^\d{4}-\d{2}-\d{2}/.test(node.source ?? "") && parents.some(isMap)) {
        problems.push({
          file,
          path: "config",
          value: node.source,
          fix: "put days in quotes: the engine would read a timestamp",
        });
      }
    },
  });
  const pairs = Object.entries(config).map(([key, value]) => [
    key.includes(":") ? key : `${namespace}:${key}`,
    typeof value === "object" && value !== null ? JSON.stringify(value) : String(value),
  ]);
  problems.push(...defaultProviderProblems(file, Object.fromEntries(pairs) as StackValues));
  return { values: Object.fromEntries(pairs) as StackValues, problems };
}

/** Name of a stack's file. */
export function stackFileName(stack: string): string {
  return `Pulumi.${stack}.yaml`;
}

/** Without this setting, a resource that names no provider would go to whatever account the shell is signed in to. */
function defaultProviderProblems(file: string, values: StackValues): Problem[] {
  const key = "pulumi:disable-default-providers";
  const disabled = parsed(values[key] ?? "[]");
  if (Array.isArray(disabled) && (disabled.includes("aws") || disabled.includes("*"))) return [];
  return [
    { file, path: key, value: disabled, fix: 'write ["aws"], so that no resource goes to an account by accident' },
  ];
}
