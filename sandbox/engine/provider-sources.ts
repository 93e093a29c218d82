import * as fs from "node:fs";
import * as path from "node:path";
import { cacheFolder, cacheKey, isPublished, publish } from "./cache";
import { downloads } from "./go-build";
import type { Progress } from "./progress";
import { run } from "./run";
import { withTicks } from "./with-ticks";

/** The Go module of the plugin: our program, and the versions of what it is built from. */
export const PROVIDER_MODULE = path.join(__dirname, "provider");

/** The files of the plugin's program, by name, without those that pin versions. */
export function programFiles(): Map<string, Buffer> {
  const names = fs.readdirSync(PROVIDER_MODULE).filter((name) => /\.(go|json)$/.test(name));
  return new Map(names.sort().map((name) => [name, fs.readFileSync(path.join(PROVIDER_MODULE, name))]));
}

/**
 * Brings the sources of the plugin, with everything that they import, into one folder of the cache. The program's own
 * files are laid beside them for each build, so a change of the program does not copy half a gigabyte again, unless it
 * imports something new.
 *
 * @returns the folder: a Go module with vendor/
 */
export async function vendoredSources(options: { report: Progress; signal?: AbortSignal }): Promise<string> {
  const pins = ["go.mod", "go.sum"].map((name) => fs.readFileSync(path.join(PROVIDER_MODULE, name)));
  const program = programFiles();
  const imports = new Set<string>();
  for (const content of program.values()) {
    for (const match of content.toString().matchAll(/^\t(?:\w+ )?"([\w.-]+\/[^"\n]+)"$/gm))
      imports.add(match[1] as string);
  }
  const entry = path.join(cacheFolder(), `sources-${cacheKey("sources 1", ...pins, [...imports].sort().join("\n"))}`);
  if (!isPublished(entry)) {
    const { report, signal } = options;
    const what = "the AWS plugin's sources";
    await publish(entry, async (folder) => {
      lay(folder, program);
      // -e: services that are trimmed away later may import what this machine cannot download.
      const vendor = (): Promise<string> =>
        run("go", ["mod", "vendor", "-e"], { folder, signal, onErrorLine: downloads(what, report) });
      await withTicks(
        (milliseconds) => report.status(`  ${what}: gathering, ${Math.round(milliseconds / 1000)} s`),
        vendor,
      );
    });
  }
  lay(entry, program);
  return entry;
}

/** Writes the program into the folder, and removes what an earlier version of it left there. */
function lay(folder: string, program: ReadonlyMap<string, Buffer>): void {
  for (const name of fs.readdirSync(folder)) {
    if (/\.(go|json)$/.test(name) && !program.has(name)) fs.rmSync(path.join(folder, name));
  }
  for (const [name, content] of program) fs.writeFileSync(path.join(folder, name), content);
  for (const name of ["go.mod", "go.sum"]) fs.copyFileSync(path.join(PROVIDER_MODULE, name), path.join(folder, name));
}
