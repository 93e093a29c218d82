import * as path from "node:path";

/**
 * Where the Pulumi engine looks for the AWS plugin, relative to the Pulumi home.
 *
 * @param version of the plugin, without "v"
 */
export function pluginFile(version: string): string {
  return path.join("plugins", `resource-aws-v${version}`, "pulumi-resource-aws");
}
