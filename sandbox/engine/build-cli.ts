import * as fs from "node:fs";
import * as path from "node:path";
import { cacheFolder, cacheKey, isPublished, publish } from "./cache";
import { goBuild } from "./go-build";
import { requireGo } from "./go-toolchain";
import type { Progress } from "./progress";

/** The Go module that names the CLI's version. */
export const CLI_MODULE = path.join(__dirname, "cli");

/** The cache entry of the Pulumi CLI that is built from Go modules; its content need not be there yet. */
export function cliEntry(): string {
  const read = (name: string): Buffer => fs.readFileSync(path.join(CLI_MODULE, name));
  return path.join(
    cacheFolder(),
    `cli-${cacheKey("cli 1", process.platform, process.arch, read("go.mod"), read("go.sum"))}`,
  );
}

/**
 * Builds the Pulumi CLI from Go modules, unless it is in the cache.
 *
 * @param version of the CLI, as go.mod pins it; compiled in, because the Automation API asks for it
 * @returns the folder whose bin/ holds `pulumi`
 */
export async function buildCli(version: string, options: { report: Progress; signal?: AbortSignal }): Promise<string> {
  const entry = cliEntry();
  if (!isPublished(entry)) {
    await requireGo(CLI_MODULE, { signal: options.signal });
    await publish(entry, async (folder) => {
      await goBuild(
        {
          what: "the Pulumi CLI",
          folder: CLI_MODULE,
          target: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
          output: path.join(folder, "bin/pulumi"),
          flags: ["-mod=readonly"],
          linker: `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`,
        },
        options,
      );
    });
  }
  return entry;
}
