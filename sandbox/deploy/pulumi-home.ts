import * as fs from "node:fs";
import * as path from "node:path";

/**
 * Makes the sandbox's own folder for `PULUMI_HOME`: the plugins are the engine's, everything else starts empty, so that
 * nothing of a person's own Pulumi is read or changed.
 *
 * A file stands where the engine would make its folder of logs. It goes on without one: it writes every property of
 * every resource to it, compressed and encrypted, which for a thousand resources is more than half of its work and
 * hundreds of megabytes. What a deployment did is in the sandbox's `up.log`.
 *
 * @param home the folder
 * @param engineHome the folder that holds the engine's `plugins`
 * @returns the folder
 * @see https://www.pulumi.com/docs/iac/cli/environment-variables/
 */
export function pulumiHome(home: string, engineHome: string): string {
  fs.mkdirSync(home, { recursive: true, mode: 0o700 });
  const plugins = path.join(home, "plugins");
  const wanted = path.join(engineHome, "plugins");
  if (linkAt(plugins) !== wanted) {
    fs.rmSync(plugins, { force: true });
    fs.symlinkSync(wanted, plugins);
  }
  fs.writeFileSync(path.join(home, "logs"), "");
  return home;
}

function linkAt(file: string): string | undefined {
  try {
    return fs.readlinkSync(file);
  } catch {
    return undefined;
  }
}
