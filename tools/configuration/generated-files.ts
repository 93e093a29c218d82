import * as path from "node:path";
import * as prettier from "prettier";
import { platformJsonSchema, stackJsonSchema } from "./json-schema";
import { configurationReference } from "./reference";

/** A file that is made from the configuration's schemas. */
export interface GeneratedFile {
  /** Relative to the repository. */
  file: string;
  text: string;
}

/** Every file made from the schemas, formatted as the repository's own are. */
export async function generatedFiles(root: string): Promise<GeneratedFile[]> {
  const contents: Record<string, string> = {
    "schemas/platform-config.schema.json": JSON.stringify(platformJsonSchema()),
    "schemas/stack-config.schema.json": JSON.stringify(stackJsonSchema()),
    "docs/reference/configuration.md": configurationReference(),
  };
  const files = Object.entries(contents).map(async ([file, text]) => {
    const filepath = path.join(root, file);
    const options = await prettier.resolveConfig(filepath);
    return { file, text: await prettier.format(text, { ...options, filepath }) };
  });
  return Promise.all(files);
}
