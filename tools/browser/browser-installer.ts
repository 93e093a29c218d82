import * as path from "node:path";

/** Commands that install Chromium as root, one after the other. */
export type InstallCommands = readonly (readonly [command: string, ...args: string[]])[];

/**
 * How a browser comes to a machine that has none.
 *
 * Ubuntu's own package is a snap, which needs a daemon that no container and no build machine has; there Playwright brings the
 * Chromium that it was tested with. https://playwright.dev/docs/browsers#install-system-dependencies
 *
 * @param release the text of /etc/os-release, empty where there is none
 * @param has tells whether there is a program of a name
 * @returns undefined where none is known
 */
export function browserInstaller(release: string, has: (command: string) => boolean): InstallCommands | undefined {
  if (/^ID="?ubuntu"?$/m.test(release)) {
    const cli = path.join(path.dirname(require.resolve("playwright-core/package.json")), "cli.js");
    return [[process.execPath, cli, "install", "--with-deps", "--no-shell", "chromium"]];
  }
  if (has("apt-get"))
    return [
      ["apt-get", "update", "-qq"],
      ["apt-get", "install", "-y", "-qq", "chromium", "fonts-dejavu-core"],
    ];
  if (has("dnf")) return [["dnf", "install", "-y", "-q", "chromium"]];
  if (has("apk")) return [["apk", "add", "--quiet", "chromium"]];
  return undefined;
}
