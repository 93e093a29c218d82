import * as fs from "node:fs";
import * as path from "node:path";

/** The AWS clients that some services use, by the name of the method that makes them: "KMSClient". */
export interface NeededClients {
  /** Those that a running provider may ask for. */
  readonly called: ReadonlySet<string>;
  /** Those that the sources name anywhere, also in clean-up code for the provider's own tests; the compiler wants them. */
  readonly compiled: ReadonlySet<string>;
}

const MODULE = "github.com/hashicorp/terraform-provider-aws/";
/** Where the provider begins, besides its services. */
const ENTRIES = ["internal", "internal/provider/sdkv2", "internal/provider/framework"];
/** Imports every service; what it imports is what is being decided. */
const SERVICE_LIST = "service_packages_gen.go";
const CLIENT_LIST = "awsclient_gen.go";

/**
 * Follows the imports inside the Terraform provider from its entry points and some services.
 *
 * @param provider the folder of the provider's sources
 * @param services folders under internal/service
 */
export function neededBy(provider: string, services: Iterable<string>): NeededClients {
  const called = new Set<string>();
  const compiled = new Set<string>();
  const seen = new Set<string>();
  const open = [...ENTRIES, ...[...services].map((service) => `internal/service/${service}`)];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    if (seen.has(folder)) continue;
    seen.add(folder);
    for (const file of filesOf(path.join(provider, folder))) {
      open.push(...file.imports);
      for (const client of file.clients) {
        compiled.add(client);
        if (!file.cleanUp) called.add(client);
      }
    }
  }
  return { called, compiled };
}

interface SourceFile {
  /** Folders of this module that it imports. */
  readonly imports: string[];
  readonly clients: string[];
  readonly cleanUp: boolean;
}

const read = new Map<string, SourceFile[]>();

function filesOf(folder: string): SourceFile[] {
  let files = read.get(folder);
  if (!files) {
    files = [];
    for (const name of fs.existsSync(folder) ? fs.readdirSync(folder) : []) {
      if (!name.endsWith(".go") || name.endsWith("_test.go") || name === SERVICE_LIST || name === CLIENT_LIST) continue;
      const text = fs.readFileSync(path.join(folder, name), "utf8");
      files.push({
        imports: [...text.matchAll(/^(?:import )?\t?(?:[\w.]+ )?"([^"\n]+)"$/gm)]
          .map((match) => match[1] as string)
          .filter((imported) => imported.startsWith(MODULE))
          .map((imported) => imported.slice(MODULE.length)),
        clients: [...text.matchAll(/\.(\w+Client)\(/g)].map((match) => match[1] as string),
        cleanUp: name === "sweep.go" || name.endsWith("_sweep.go"),
      });
    }
    read.set(folder, files);
  }
  return files;
}
