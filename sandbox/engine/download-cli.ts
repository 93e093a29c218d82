import * as fs from "node:fs";
import * as path from "node:path";
import { cacheFolder, isPublished, publish } from "./cache";
import { downloadFile, downloadText, DownloadError, type DownloadOptions } from "./download";
import type { Progress } from "./progress";
import { run } from "./run";

/** Where Pulumi publishes the archives and the checksums of a release. */
const RELEASES = "https://github.com/pulumi/pulumi/releases/download";

/** How the CLI is downloaded. */
export interface CliDownload extends Pick<DownloadOptions, "answerLimit" | "signal"> {
  readonly report: Progress;
  /** The base of the releases' addresses; Pulumi's on GitHub by default. */
  readonly releases?: string;
  /** Node's names; this machine's by default. */
  readonly platform?: string;
  readonly architecture?: string;
}

/**
 * Downloads Pulumi's own release of the CLI into the cache, unless it is there, and checks it against the checksums that
 * are published with it.
 *
 * @param version without "v"
 * @returns the folder whose bin/ holds `pulumi` and the language plugins
 * @throws DownloadError when the network or the release refuses
 * @see https://www.pulumi.com/docs/install/
 */
export async function downloadCli(version: string, options: CliDownload): Promise<string> {
  const entry = releaseEntry(version, options.platform, options.architecture);
  if (isPublished(entry)) return entry;
  const kind = kindOf(options.platform, options.architecture);
  if (!/^(linux|darwin)-(x64|arm64)$/.test(kind)) throw new DownloadError(`Pulumi publishes no release for ${kind}`);

  const base = `${options.releases ?? RELEASES}/v${version}`;
  const archive = `pulumi-v${version}-${kind}.tar.gz`;
  const checksums = await downloadText(`${base}/pulumi-${version}-checksums.txt`, options);
  const sha256 = checksumOf(archive, checksums);
  if (!sha256) throw new DownloadError(`the release's checksums do not name ${archive}`);
  await publish(entry, async (folder) => {
    const file = path.join(folder, archive);
    await downloadFile(`${base}/${archive}`, file, sha256, {
      ...options,
      onBytes: (received, total) =>
        options.report.status(
          `  the Pulumi CLI: ${megabytes(received)} of ${total ? megabytes(total) : "?"} MB downloaded`,
        ),
    });
    await run("tar", ["-xzf", file, "-C", folder], { signal: options.signal });
    fs.rmSync(file);
    fs.renameSync(path.join(folder, "pulumi"), path.join(folder, "bin"));
  });
  return entry;
}

/** The cache entry of a downloaded release; its content need not be there yet. */
export function releaseEntry(version: string, platform?: string, architecture?: string): string {
  return path.join(cacheFolder(), `release-${version}-${kindOf(platform, architecture)}`);
}

function kindOf(platform: string = process.platform, architecture: string = process.arch): string {
  return `${platform}-${architecture}`;
}

/**
 * Finds a file's checksum in a list as `sha256sum` writes it.
 *
 * @param file the name looked for
 * @param list lines of "hash  name"
 */
export function checksumOf(file: string, list: string): string | undefined {
  for (const line of list.split("\n")) {
    const match = /^([0-9a-f]{64})\s+\*?(\S+)$/i.exec(line.trim());
    if (match?.[2] === file) return match[1];
  }
  return undefined;
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}
