import { isFunctionToken } from "./declarations";
import irregular from "./irregular-types.json";
import type { TerraformTypes } from "./terraform-types";

/**
 * Finds the Terraform type behind a Pulumi type.
 *
 * @param token "aws:kms/key:Key" or "aws:index/getRegion:getRegion"
 * @param types the types of the provider's sources
 * @returns the Terraform type, "aws_kms_key"; undefined when there is none
 */
export function terraformTypeOf(token: string, types: TerraformTypes): string | undefined {
  const known = (irregular.types as Record<string, string>)[token];
  if (known) return known;
  const offered = isFunctionToken(token) ? types.dataSources : types.resources;
  const index = indexOf(offered);
  const [, path = "", name = ""] = token.split(":");
  const module = path.split("/")[0] === "index" ? "" : squash(path.split("/")[0] as string);
  const own = squash(isFunctionToken(token) ? name.replace(/^get/, "") : name);
  const other = (irregular.modules as Record<string, string>)[module];
  // The module's name, its name in Terraform, or none may stand before the type's own.
  return (
    index.get(module + own) ?? (other && index.get(other + own)) ?? index.get(own) ?? inFolder(offered, module, own)
  );
}

/** Finds a type by the folder of its service where the folder is called like the Pulumi module. */
function inFolder(offered: ReadonlyMap<string, string>, folder: string, own: string): string | undefined {
  const found = [...offered].filter(([type, where]) => where === folder && squash(type).endsWith(own));
  return found.length === 1 ? found[0]?.[0] : undefined;
}

const indexes = new WeakMap<ReadonlyMap<string, string>, Map<string, string>>();

function indexOf(offered: ReadonlyMap<string, string>): Map<string, string> {
  let index = indexes.get(offered);
  if (!index) {
    index = new Map([...offered.keys()].map((type) => [squash(type.replace(/^aws_/, "")), type]));
    indexes.set(offered, index);
  }
  return index;
}

function squash(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, "");
}
