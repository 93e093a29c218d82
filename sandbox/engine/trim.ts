import * as fs from "node:fs";
import * as path from "node:path";
import { neededBy } from "./source-graph";
import type { TerraformTypes } from "./terraform-types";

/** The file that lists the provider's services, and the one that lists its AWS clients; both generated, one line each. */
const SERVICE_LIST = "internal/provider/sdkv2/service_packages_gen.go";
const CLIENT_LIST = "internal/conns/awsclient_gen.go";

/** What is left of the Terraform provider. */
export interface Trimmed {
  /** The services that stay, by folder: those asked for and those whose clients these call. */
  readonly services: string[];
  /** The file for `go build -overlay`. */
  readonly overlay: string;
}

/**
 * Leaves all services out of the Terraform provider but those needed, which halves the time of a build and the size of
 * the plugin. The sources stay as they are; the two lists are replaced for the build only, with Go's overlay, which
 * works for vendored files though not for those of the module cache.
 *
 * @param provider the folder of the provider's vendored sources
 * @param services the folders of the services that must stay
 * @param types the types of the provider's sources
 * @param into the folder where the overlay and its files are written
 * @see https://pkg.go.dev/cmd/go#hdr-Compile_packages_and_dependencies
 */
export function trim(provider: string, services: readonly string[], types: TerraformTypes, into: string): Trimmed {
  const clientList = fs.readFileSync(path.join(provider, CLIENT_LIST), "utf8");
  const methods = clientMethods(clientList);
  const kept = new Set(services);
  let needed = neededBy(provider, kept);
  // A service that is called needs its own registration, and may call others.
  for (let before = 0; before !== kept.size;) {
    before = kept.size;
    for (const name of needed.called) {
      const folder = types.services.get(methods.get(name)?.service ?? "");
      if (folder) kept.add(folder);
    }
    needed = neededBy(provider, kept);
  }
  fs.mkdirSync(into, { recursive: true });
  const replace: Record<string, string> = {};
  const write = (file: string, content: string): void => {
    const replacement = path.join(into, path.basename(file));
    fs.writeFileSync(replacement, content);
    replace[path.join(provider, file)] = replacement;
  };
  write(SERVICE_LIST, onlyServices(fs.readFileSync(path.join(provider, SERVICE_LIST), "utf8"), kept));
  write(CLIENT_LIST, onlyClients(clientList, methods, needed.compiled));
  const overlay = path.join(into, "overlay.json");
  fs.writeFileSync(overlay, JSON.stringify({ Replace: replace }));
  return { services: [...kept].sort(), overlay };
}

/** Keeps the import and the registration of the services named. */
function onlyServices(content: string, kept: ReadonlySet<string>): string {
  const registered = new Set<string>();
  const lines = content.split("\n").filter((line) => {
    const imported = /^\t"[^"]+\/internal\/service\/(\w+)"$/.exec(line)?.[1];
    const registration = /^\t\t(\w+)\.ServicePackage\(ctx\),$/.exec(line)?.[1];
    if (registration && kept.has(registration)) registered.add(registration);
    const service = imported ?? registration;
    return !service || kept.has(service);
  });
  const missing = [...kept].filter((service) => !registered.has(service));
  if (missing.length > 0) throw new Error(`${SERVICE_LIST} does not register ${missing.join(", ")}.`);
  return lines.join("\n");
}

interface ClientMethod {
  readonly text: string;
  /** The AWS SDK's package, as it is called in the file. */
  readonly sdk: string;
  /** The constant that names the service. */
  readonly service: string;
}

function clientMethods(content: string): Map<string, ClientMethod> {
  const methods = new Map<string, ClientMethod>();
  const pattern =
    /^func \(c \*AWSClient\) (\w+)\(ctx context\.Context\) \*(\w+)\.Client \{\n.*?names\.(\w+),.*?\n\}\n\n?/gms;
  for (const [text, name, sdk, service] of content.matchAll(pattern)) {
    methods.set(name as string, { text, sdk: sdk as string, service: service as string });
  }
  if (methods.size === 0) throw new Error(`${CLIENT_LIST} is laid out differently: no client was found in it.`);
  return methods;
}

/** Keeps the methods named, and the imports that they use. */
function onlyClients(content: string, methods: ReadonlyMap<string, ClientMethod>, kept: ReadonlySet<string>): string {
  let result = content;
  const used = new Set<string>();
  for (const [name, { text, sdk }] of methods) {
    if (kept.has(name)) used.add(sdk);
    else result = result.replace(text, "");
  }
  return result
    .split("\n")
    .filter((line) => {
      const imported = /^\t(?:(\w+) )?"github\.com\/aws\/aws-sdk-go-v2\/service\/([\w/]+)"$/.exec(line);
      return !imported || used.has(imported[1] ?? (imported[2] as string).split("/").at(-1) ?? "");
    })
    .join("\n");
}
