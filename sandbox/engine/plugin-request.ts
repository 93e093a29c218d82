import { type Declaration, type Declarations, isFunctionToken } from "./declarations";
import type { Shape } from "./declared-shapes";
import { servicesOf } from "./services";
import type { TerraformTypes } from "./terraform-types";
import { terraformTypeOf } from "./type-names";

/** What the provider program is asked to pair names for; `provider/request.go` reads it. */
export interface PluginRequest {
  /** The version of @pulumi/aws the plugin stands in for. */
  readonly version: string;
  /** Resources by Terraform type. */
  readonly resources: Record<string, Declaration>;
  /** Functions by Terraform data source. */
  readonly dataSources: Record<string, Declaration>;
  /** The provider's own arguments. */
  readonly config: Record<string, Shape>;
  /** The members of the object types named above. */
  readonly types: Record<string, Record<string, Shape>>;
  /** True to have every pair written, not only what differs from the default; for tests. */
  readonly report?: boolean;
}

/**
 * Collects the declarations of the types a plugin shall serve.
 *
 * @param tokens of @pulumi/aws
 * @param types the types of the provider's sources
 * @param declarations of @pulumi/aws
 * @param version of @pulumi/aws
 * @throws Error naming every token that no service of the sources registers
 */
export function pluginRequest(
  tokens: readonly string[],
  types: TerraformTypes,
  declarations: Declarations,
  version: string,
): PluginRequest {
  const resources: Record<string, Declaration> = {};
  const dataSources: Record<string, Declaration> = {};
  servicesOf(tokens, types);
  for (const token of tokens) {
    const type = terraformTypeOf(token, types) as string;
    const list = isFunctionToken(token) ? dataSources : resources;
    if (list[type]) {
      throw new Error(`${token} and ${list[type].token} are the same Terraform type, ${type}; use one of them.`);
    } else {
      list[type] = declarations.of(token);
    }
  }
  const config = declarations.config();
  return { version, resources, dataSources, config, types: declarations.types };
}
