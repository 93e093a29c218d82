import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { cacheFolder, isPublished, publish } from "./cache";
import { DownloadError } from "./download";
import { pluginFile } from "./plugin-file";
import type { Progress } from "./progress";
import { run, RunError } from "./run";

/** The service Pulumi's CLI downloads plugins from. */
const PLUGINS = "https://get.pulumi.com/releases/plugins";
/** How long it may take to answer, in milliseconds; the CLI itself tries again and again for minutes. */
const ANSWER_LIMIT = 5_000;

/**
 * Finds Pulumi's own AWS plugin where the user's CLI has installed it.
 *
 * @param version of the plugin
 * @param environment read for PULUMI_HOME
 * @returns the Pulumi home that has it
 */
export function installedPlugin(version: string, environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const home = environment.PULUMI_HOME || path.join(environment.HOME || os.homedir(), ".pulumi");
  const file = path.join(home, pluginFile(version));
  // The CLI leaves a mark beside a plugin whose download was interrupted.
  return fs.existsSync(file) && !fs.existsSync(`${path.dirname(file)}.partial`) ? home : undefined;
}

/** The cache entry of a Pulumi home with the official plugin; its content need not be there yet. */
export function officialEntry(version: string): string {
  return path.join(cacheFolder(), `official-${version}-${process.platform}-${process.arch}`);
}

/**
 * Has the CLI install Pulumi's own AWS plugin into a Pulumi home in the cache, unless it is there.
 *
 * @param version of the plugin
 * @param pulumi the CLI's program
 * @returns the Pulumi home
 * @throws DownloadError when the network or the release refuses
 */
export async function installPlugin(
  version: string,
  pulumi: string,
  options: { report: Progress; signal?: AbortSignal; plugins?: string },
): Promise<string> {
  const entry = officialEntry(version);
  if (isPublished(entry)) return entry;
  const architecture = process.arch === "x64" ? "amd64" : process.arch;
  await reach(
    `${options.plugins ?? PLUGINS}/pulumi-resource-aws-v${version}-${process.platform}-${architecture}.tar.gz`,
    options.signal,
  );
  await publish(entry, async (folder) => {
    options.report.status(`  the AWS plugin: "pulumi plugin install resource aws ${version}"`);
    try {
      await run(pulumi, ["plugin", "install", "resource", "aws", version, "--non-interactive"], {
        environment: { PULUMI_HOME: folder, PULUMI_SKIP_UPDATE_CHECK: "true" },
        signal: options.signal,
      });
    } catch (error) {
      if (error instanceof RunError)
        throw new DownloadError(`the plugin was not installed (${error.tail.split("\n").at(-1)})`);
      throw error;
    }
  });
  return entry;
}

async function reach(url: string, signal?: AbortSignal): Promise<void> {
  const limit = AbortSignal.timeout(ANSWER_LIMIT);
  try {
    const answer = await fetch(url, { method: "HEAD", signal: signal ? AbortSignal.any([signal, limit]) : limit });
    if (answer.ok) return;
    throw new DownloadError(`${new URL(url).host} answered ${answer.status}`);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof DownloadError) throw error;
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : (error as Error);
    throw new DownloadError(`${new URL(url).host} cannot be reached (${cause.message || cause.name})`);
  }
}
