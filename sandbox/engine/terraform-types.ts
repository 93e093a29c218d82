import * as fs from "node:fs";
import * as path from "node:path";

/** The Terraform types of the provider's sources, each with the folder of the service that registers it. */
export interface TerraformTypes {
  /** The version of the sources, for messages. */
  readonly version: string;
  /** Resource type, "aws_kms_key", to folder under internal/service, "kms". */
  readonly resources: ReadonlyMap<string, string>;
  /** Data source, "aws_caller_identity", to folder, "sts". */
  readonly dataSources: ReadonlyMap<string, string>;
  /** The constant that names a service in the sources, "Deploy", to folder, "deploy". */
  readonly services: ReadonlyMap<string, string>;
}

/**
 * Reads which service registers which type from the provider's own generated registrations.
 *
 * @param provider the folder of the Terraform provider's sources
 * @throws Error when there are none, as after a change of the sources' layout
 */
export function readTerraformTypes(provider: string): TerraformTypes {
  const root = path.join(provider, "internal/service");
  const resources = new Map<string, string>();
  const dataSources = new Map<string, string>();
  const services = new Map<string, string>();
  for (const folder of fs.readdirSync(root)) {
    const file = path.join(root, folder, "service_package_gen.go");
    if (!fs.existsSync(file)) continue;
    let list: Map<string, string> | undefined;
    for (const line of fs.readFileSync(file, "utf8").split("\n")) {
      const method = /^func \(p \*servicePackage\) (\w+)\(/.exec(line)?.[1];
      if (method) {
        const kind = /^(SDK|Framework)(Resources|DataSources)$/.exec(method)?.[2];
        list = kind === "Resources" ? resources : kind === "DataSources" ? dataSources : undefined;
      }
      const type = /^\t\t\tTypeName:\s+"(\w+)"/.exec(line)?.[1];
      if (type) list?.set(type, folder);
      const service = /^\treturn names\.(\w+)$/.exec(line)?.[1];
      if (service) services.set(service, folder);
    }
  }
  if (resources.size === 0 || services.size === 0) {
    throw new Error(`${root} registers no types: the Terraform provider's sources are laid out differently.`);
  }
  const versionFile = path.join(provider, "version/VERSION");
  const version = fs.existsSync(versionFile) ? fs.readFileSync(versionFile, "utf8").trim() : "of unknown version";
  return { version, resources, dataSources, services };
}
