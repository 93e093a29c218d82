import * as fs from "node:fs";
import * as path from "node:path";
import { buildCli, cliEntry } from "./build-cli";
import { buildProvider, coveringHome } from "./build-provider";
import { cacheFolder, cacheKey, isPublished, prune, publish } from "./cache";
import { downloadCli, releaseEntry } from "./download-cli";
import { DownloadError } from "./download";
import { withLock } from "../with-lock";
import { installedPlugin, installPlugin, officialEntry } from "./official-plugin";
import { pluginFile } from "./plugin-file";
import type { Progress } from "./progress";
import { pulumiOnPath } from "./pulumi-on-path";
import { engineVersions } from "./versions";

/** Where a part of the engine comes from. */
export type EngineSource = "path" | "download" | "build";

/** A Pulumi engine and an AWS provider plugin, ready to run. */
export interface Engine {
  /** The folder for `PulumiCommand.get({ root })`; its bin/ holds `pulumi`. */
  readonly pulumiCommandRoot: string;
  /** The folder for `pulumiHome`; its plugins/ holds the AWS plugin. */
  readonly pulumiHome: string;
  /** The AWS plugin's program. */
  readonly providerPath: string;
  /** The version of the CLI, without "v". */
  readonly version: string;
  /** The version of the AWS plugin, without "v"; equals that of @pulumi/aws. */
  readonly providerVersion: string;
  /** Where each part comes from. */
  readonly source: { readonly pulumi: EngineSource; readonly provider: EngineSource };
  /** Folders that must come first on the engine's PATH: its own programs, and what starts policy packs. */
  readonly path: readonly string[];
}

/** How an engine is made ready. */
export interface EnsureEngineOptions {
  /** Is told what happens and how long it takes. */
  readonly report: Progress;
  /** The types that will be deployed, "aws:kms/key:Key"; others than aws types are ignored. */
  readonly types: readonly string[];
  /** Ends a download or a build. What was compiled until then is not compiled again. */
  readonly signal?: AbortSignal;
  /** "build" takes nothing but what is built here; the variable SANDBOX_ENGINE by default. */
  readonly only?: string;
}

/** Starts Node.js policy packs where the engine has no Node.js language plugin. */
const ANALYZER = path.join(__dirname, "analyzer");

/**
 * Makes sure that there is a Pulumi engine and an AWS plugin: those installed, else Pulumi's own releases, else a build
 * from Go modules, which reaches package registries only. Whatever is downloaded or built is kept in the user's cache.
 *
 * SANDBOX_ENGINE=build in the environment leaves out what is installed and what can be downloaded.
 *
 * @throws Error naming the fix, when Go is needed and missing, or a type is not in the provider
 * @see https://www.pulumi.com/docs/iac/using-pulumi/automation-api/
 */
export async function ensureEngine(options: EnsureEngineOptions): Promise<Engine> {
  const only = options.only ?? process.env.SANDBOX_ENGINE ?? "";
  if (only !== "" && only !== "build")
    throw new Error(`SANDBOX_ENGINE is "${only}"; set it to "build", or not at all.`);
  const versions = engineVersions();
  const types = [...new Set(options.types)].filter((type) => type.startsWith("aws:")).sort();
  if (types.length === 0)
    throw new Error("ensureEngine was given no aws types; a plugin without types serves nothing.");

  const found = only === "build" ? undefined : await pulumiOnPath(versions.pulumi);
  const ready = async (): Promise<Engine | undefined> => {
    const cli = found ? await foundCli(found) : cachedCli(versions.pulumi, only);
    const provider = cachedProvider(versions.aws, types, only);
    return cli && provider && engineOf(cli, provider, versions.aws);
  };
  // What is there needs neither the network nor the lock.
  const engine = await ready();
  if (engine) return engine;
  const { report, signal } = options;
  // A first build takes half an hour.
  const lock = { report, signal, doing: "building the engine", timeoutMilliseconds: Infinity };
  return withLock(path.join(cacheFolder(), "lock"), lock, async () => {
    const cli = found ? await foundCli(found) : await madeCli(versions.pulumi, only, options);
    const pulumi = path.join(cli.root, "bin/pulumi");
    const provider = await madeProvider(versions.aws, types, pulumi, only, options);
    prune(cacheFolder());
    return engineOf(cli, provider, versions.aws);
  });
}

interface Part {
  readonly root: string;
  readonly source: EngineSource;
}
interface Cli extends Part {
  readonly version: string;
  readonly folder?: string;
}

/** The CLI that an earlier call downloaded or built. */
function cachedCli(version: string, only: string): Cli | undefined {
  const release = releaseEntry(version);
  if (only !== "build" && isPublished(release)) return { root: release, source: "download", version };
  const built = cliEntry();
  return isPublished(built) ? { root: built, source: "build", version } : undefined;
}

/** The plugin that is installed, or that an earlier call downloaded or built. */
function cachedProvider(version: string, types: string[], only: string): Part | undefined {
  if (only !== "build") {
    const installed = installedPlugin(version);
    if (installed) return { root: installed, source: "path" };
    const official = officialEntry(version);
    if (isPublished(official)) return { root: official, source: "download" };
  }
  const built = coveringHome(version, types);
  return built === undefined ? undefined : { root: built, source: "build" };
}

function engineOf(cli: Cli, provider: Part, providerVersion: string): Engine {
  return {
    pulumiCommandRoot: cli.root,
    pulumiHome: provider.root,
    providerPath: path.join(provider.root, pluginFile(providerVersion)),
    version: cli.version,
    providerVersion,
    source: { pulumi: cli.source, provider: provider.source },
    // The analyzer comes last: an engine with a language plugin of its own must not meet it first.
    path: [
      path.join(cli.root, "bin"),
      ...(cli.folder ? [cli.folder] : []),
      ...(cli.source === "build" ? [ANALYZER] : []),
    ],
  };
}

/** Gives an installed CLI the layout that the Automation API wants, bin/pulumi below a root. */
async function foundCli({ file, version }: { file: string; version: string }): Promise<Cli> {
  const folder = path.dirname(file);
  if (path.basename(folder) === "bin" && path.basename(file) === "pulumi") {
    return { root: path.dirname(folder), source: "path", version };
  }
  const root = path.join(cacheFolder(), `link-${cacheKey(file)}`);
  if (!isPublished(root)) {
    await publish(root, async (made) => {
      fs.mkdirSync(path.join(made, "bin"));
      fs.symlinkSync(file, path.join(made, "bin/pulumi"));
    });
  }
  return { root, source: "path", version, folder };
}

async function madeCli(version: string, only: string, options: EnsureEngineOptions): Promise<Cli> {
  const cached = cachedCli(version, only);
  if (cached) return cached;
  if (only !== "build") {
    try {
      return { root: await downloadCli(version, options), source: "download", version };
    } catch (error) {
      if (!(error instanceof DownloadError)) throw error;
      options.report.line(`No release of the Pulumi CLI: ${error.message}.`);
    }
  }
  options.report.line(`Building the Pulumi CLI ${version} from Go modules: about 8 minutes on two cores, once.`);
  return { root: await buildCli(version, options), source: "build", version };
}

async function madeProvider(
  version: string,
  types: string[],
  pulumi: string,
  only: string,
  options: EnsureEngineOptions,
): Promise<Part> {
  const cached = cachedProvider(version, types, only);
  if (cached) return cached;
  if (only !== "build") {
    try {
      return { root: await installPlugin(version, pulumi, options), source: "download" };
    } catch (error) {
      if (!(error instanceof DownloadError)) throw error;
      options.report.line(`No release of the AWS plugin: ${error.message}.`);
    }
  }
  options.report.line(
    `Building the AWS plugin ${version} for ${types.length} types from Go modules: about 15 minutes on two cores the first ` +
      "time, a minute or two when only types were added.",
  );
  return { root: await buildProvider(version, types, options), source: "build" };
}
