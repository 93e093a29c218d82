import { isFunctionToken } from "./declarations";
import type { TerraformTypes } from "./terraform-types";
import { terraformTypeOf } from "./type-names";

/**
 * Finds the services of the Terraform provider that some types need.
 *
 * @param tokens Pulumi types of @pulumi/aws, resources and functions
 * @param types the types of the provider's sources
 * @returns the services' folders under internal/service, sorted
 * @throws Error naming every type that no service registers
 */
export function servicesOf(tokens: readonly string[], types: TerraformTypes): string[] {
  const folders = new Set<string>();
  const unknown: string[] = [];
  for (const token of tokens) {
    const type = terraformTypeOf(token, types);
    const folder = type && (isFunctionToken(token) ? types.dataSources : types.resources).get(type);
    if (folder) folders.add(folder);
    else unknown.push(token);
  }
  if (unknown.length > 0) {
    throw new Error(
      `No service of the Terraform provider ${types.version} registers ${unknown.join(", ")}. If the provider has the type ` +
        "under another name, add it to sandbox/engine/irregular-types.json; if it is newer than the provider, an engine that " +
        "is built here cannot deploy it.",
    );
  }
  return [...folders].sort();
}
