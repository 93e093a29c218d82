import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { cacheFolder, cacheKey, isPublished, publish } from "./cache";
import { Declarations } from "./declarations";
import { goBuild } from "./go-build";
import { requireGo } from "./go-toolchain";
import { pluginRequest } from "./plugin-request";
import { pluginFile } from "./plugin-file";
import type { Progress } from "./progress";
import { PROVIDER_MODULE, programFiles, vendoredSources } from "./provider-sources";
import { run } from "./run";
import { servicesOf } from "./services";
import { readTerraformTypes } from "./terraform-types";
import { trim } from "./trim";

/** The files of this folder that decide what a build makes of its inputs. */
const GENERATORS = [
  "declarations.ts",
  "declared-shapes.ts",
  "irregular-types.json",
  "plugin-request.ts",
  "source-graph.ts",
  "terraform-types.ts",
  "trim.ts",
  "type-names.ts",
];

/** A cache may be shared by machines of different kinds. */
const SYSTEM = `${process.platform}/${process.arch}`;

const PROVIDER = "vendor/github.com/hashicorp/terraform-provider-aws";

/** Beside the plugin: the types it serves. */
const SERVED = "types.json";

/**
 * The cache entry of a Pulumi home that holds a plugin built here; its content need not be there yet. Everything that
 * decides the content is in the key, and can be read in milliseconds.
 *
 * @param version of @pulumi/aws
 * @param types the tokens that the plugin serves, in any order
 */
export function homeEntry(version: string, types: readonly string[]): string {
  return `${homePrefix(version)}${cacheKey([...types].sort().join("\n"))}`;
}

/**
 * The cached home of a plugin that serves at least the given types: the one built for exactly these, else one that serves
 * more, so that a smaller stack or an older checkout costs no build.
 *
 * @param version of @pulumi/aws
 * @param types the tokens that are needed, in any order
 * @returns its folder; undefined where none is complete
 */
export function coveringHome(version: string, types: readonly string[]): string | undefined {
  const exact = homeEntry(version, types);
  if (isPublished(exact)) return exact;
  const prefix = homePrefix(version);
  const folder = path.dirname(prefix);
  const names = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  return names
    .filter((name) => name.startsWith(path.basename(prefix)))
    .map((name) => path.join(folder, name))
    .find((entry) => {
      const file = path.join(entry, SERVED);
      if (!fs.existsSync(file)) return false;
      const served = new Set(JSON.parse(fs.readFileSync(file, "utf8")) as string[]);
      return types.every((type) => served.has(type)) && isPublished(entry);
    });
}

/** Path of every home of one build of the plugin, up to what tells the types. */
function homePrefix(version: string): string {
  const pins = ["go.mod", "go.sum"].map((name) => fs.readFileSync(path.join(PROVIDER_MODULE, name)));
  const generators = GENERATORS.map((name) => fs.readFileSync(path.join(__dirname, name)));
  const key = cacheKey("home 2", version, SYSTEM, ...pins, ...programKey(), ...generators);
  return path.join(cacheFolder(), `home-${key}-`);
}

/**
 * Builds the AWS provider plugin from Go modules, with the services that the types need and no others, and lays it into
 * a Pulumi home of its own, unless that is in the cache.
 *
 * @param version of @pulumi/aws; the engine asks for a plugin of this version
 * @param types the tokens to serve
 * @returns the Pulumi home
 * @throws Error naming every type that the Terraform provider does not have
 */
export async function buildProvider(
  version: string,
  types: readonly string[],
  options: { report: Progress; signal?: AbortSignal },
): Promise<string> {
  const home = homeEntry(version, types);
  if (isPublished(home)) return home;

  await requireGo(PROVIDER_MODULE, { signal: options.signal });
  const declarations = new Declarations();
  // A misspelt type shall not cost a download first.
  for (const token of types) declarations.of(token);
  const sources = await vendoredSources(options);
  const terraform = readTerraformTypes(path.join(sources, PROVIDER));
  const services = servicesOf(types, terraform);
  const request = pluginRequest(types, terraform, declarations, version);
  const program = await buildProgram(sources, services, options);
  await publish(home, async (folder) => {
    const plugin = path.join(folder, pluginFile(version));
    fs.mkdirSync(path.dirname(plugin), { recursive: true });
    placeProgram(program, plugin);
    const requestFile = path.join(folder, "request.json");
    fs.writeFileSync(requestFile, JSON.stringify(request));
    options.report.status("  the AWS plugin: pairing its names with those of @pulumi/aws");
    const mapping = path.join(path.dirname(plugin), "mapping.json");
    await run(plugin, ["-resolve", requestFile, "-output", mapping], { signal: options.signal });
    fs.rmSync(requestFile);
    fs.writeFileSync(path.join(folder, SERVED), JSON.stringify([...types].sort()));
  });
  return home;
}

/** Gives the program a second name: it has 200 MB and more, and several homes may share it. */
function placeProgram(program: string, plugin: string): void {
  try {
    fs.linkSync(program, plugin);
  } catch {
    fs.copyFileSync(program, plugin); // a file system without links
  }
}

async function buildProgram(
  sources: string,
  services: string[],
  options: { report: Progress; signal?: AbortSignal },
): Promise<string> {
  const generators = ["trim.ts", "source-graph.ts"].map((name) => fs.readFileSync(path.join(__dirname, name)));
  const key = cacheKey("plugin 1", SYSTEM, path.basename(sources), ...programKey(), ...generators, services.join(" "));
  const entry = path.join(cacheFolder(), `plugin-${key}`);
  if (!isPublished(entry)) {
    await publish(entry, async (folder) => {
      const overlayFolder = fs.mkdtempSync(path.join(os.tmpdir(), "engine-overlay-"));
      try {
        const terraform = readTerraformTypes(path.join(sources, PROVIDER));
        const { services: kept, overlay } = trim(path.join(sources, PROVIDER), services, terraform, overlayFolder);
        options.report.line(`  the AWS plugin: ${kept.length} of ${terraform.services.size} services`);
        await goBuild(
          {
            what: "the AWS plugin",
            folder: sources,
            target: ".",
            output: path.join(folder, "pulumi-resource-aws"),
            flags: ["-mod=vendor", "-overlay", overlay],
          },
          options,
        );
      } finally {
        fs.rmSync(overlayFolder, { recursive: true, force: true });
      }
    });
  }
  return path.join(entry, "pulumi-resource-aws");
}

function programKey(): (string | Buffer)[] {
  return [...programFiles()].flat();
}
