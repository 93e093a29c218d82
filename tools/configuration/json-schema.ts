import * as z from "zod";
import { platformSchema } from "../../stacks/config/platform-schema";
import { stackSchemas, type StackKind } from "../../stacks/config/stack-schema";
import { namespace } from "../../stacks/config/stack-values";

const kindKey = `${namespace}:kind`;

/** Schema of `platform.config.yaml`, for editors. https://json-schema.org */
export function platformJsonSchema(): object {
  return { title: "platform.config.yaml", ...fromZod(platformSchema) };
}

/** Schema of `Pulumi.<stack>.yaml`, for editors: the engine's own keys are allowed beside the platform's. */
export function stackJsonSchema(): object {
  const kinds = Object.keys(stackSchemas) as StackKind[];
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Pulumi.<stack>.yaml",
    type: "object",
    properties: {
      config: {
        type: "object",
        properties: { [kindKey]: { enum: kinds, description: "What the stack is." } },
        required: [kindKey],
        // One after the other, not "one of": an editor then shows what is wrong with the stack's own kind only.
        allOf: kinds.map((kind) => ({
          if: { properties: { [kindKey]: { const: kind } }, required: [kindKey] },
          then: configJsonSchema(kind),
        })),
      },
    },
    required: ["config"],
  };
}

/** Schema of the values of one kind of stack. */
function configJsonSchema(kind: StackKind): object {
  const { properties, required = [], description } = fromZod(stackSchemas[kind]);
  const prefixed = Object.entries(properties ?? {}).map(([key, schema]) => [`${namespace}:${key}`, schema]);
  return {
    description,
    properties: {
      "pulumi:disable-default-providers": { type: "array", items: { type: "string" }, contains: { const: "aws" } },
      ...Object.fromEntries(prefixed),
    },
    required: ["pulumi:disable-default-providers", ...required.map((key) => `${namespace}:${key}`)],
    // Other namespaces belong to the engine; a misspelt key of the platform's is found.
    patternProperties: { [`^(?!${namespace}:)[^:]+:`]: {} },
    additionalProperties: false,
  };
}

interface ObjectSchema {
  properties?: Record<string, object>;
  required?: string[];
  description?: string;
}

/** The input side: what a person writes, where defaults may be left out. */
function fromZod(schema: z.ZodType): ObjectSchema {
  return z.toJSONSchema(schema, { io: "input" }) as ObjectSchema;
}
