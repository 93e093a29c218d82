import * as fs from "node:fs";
import * as path from "node:path";
import { compareVersions } from "./compare-versions";
import { run } from "./run";

/**
 * Finds a Pulumi CLI on PATH.
 *
 * @param oldest the oldest version that will do
 * @param searched the folders, separated as in PATH; PATH itself by default
 * @returns the program's real file and its version; undefined when there is none, or only older ones
 */
export async function pulumiOnPath(
  oldest: string,
  searched = process.env.PATH ?? "",
): Promise<{ file: string; version: string } | undefined> {
  for (const folder of searched.split(path.delimiter)) {
    const file = path.join(folder, "pulumi");
    if (!folder || !isExecutable(file)) continue;
    // PULUMI_SKIP_UPDATE_CHECK: asking for the version shall not ask the network for newer ones.
    const answer = await run(file, ["version"], { environment: { PULUMI_SKIP_UPDATE_CHECK: "true" } }).catch(() => "");
    const version = /^v?(\d+\.\d+\.\d+)/.exec(answer.trim())?.[1];
    if (version && compareVersions(version, oldest) >= 0) return { file: fs.realpathSync(file), version };
  }
  return undefined;
}

function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}
