import * as z from "zod";
import { platformSchema } from "../../stacks/config/platform-schema";
import { stackSchemas } from "../../stacks/config/stack-schema";
import { namespace } from "../../stacks/config/stack-values";

/** Schema of `platform.config.yaml`, for editors. https://json-schema.org */
export function platformJsonSchema(): object {
  return { title: "platform.config.yaml", ...fromZod(platformSchema) };
}

/** Schema of `Pulumi.<stack>.yaml`, for editors: the engine's own keys are allowed beside the platform's. */
export function stackJsonSchema(): object {
  const { properties, required = [], description } = fromZod(stackSchemas.workload);
  const prefixed = Object.entries(properties ?? {}).map(([key, schema]) => [`${namespace}:${key}`, schema]);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Pulumi.<stack>.yaml",
    type: "object",
    properties: {
      config: {
        type: "object",
        description,
        properties: {
          "pulumi:disable-default-providers": { type: "array", items: { type: "string" }, contains: { const: "aws" } },
          ...Object.fromEntries(prefixed),
        },
        required: ["pulumi:disable-default-providers", ...required.map((key) => `${namespace}:${key}`)],
        // Other namespaces belong to the engine; a misspelt key of the platform's is found.
        patternProperties: { [`^(?!${namespace}:)[^:]+:`]: {} },
        additionalProperties: false,
      },
    },
    required: ["config"],
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
