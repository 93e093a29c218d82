import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { chromium, type Browser } from "playwright-core";
import { childEnvironment } from "../../sandbox/engine/environment";
import { browserInstaller } from "./browser-installer";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge"];
const RELEASE = "/etc/os-release";
const MAC = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * Starts a headless browser: the one that PLATFORM_BROWSER names, else one on PATH, else one that Playwright has brought, else
 * it is installed where this user may (root on Debian, Ubuntu, Fedora or Alpine). It gets no more of this process's environment
 * than it needs, so no credentials.
 *
 * @throws where there is none and none can be installed, naming the fix
 */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: findBrowser() ?? installBrowser(),
    headless: true,
    env: browserEnvironment(),
    // Chromium's own sandbox needs rights that root in a container lacks; the pages are ours and local.
    args: [
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

function browserEnvironment(): Record<string, string> {
  const names = ["PATH", "HOME", "TMPDIR", "LANG", "XDG_RUNTIME_DIR"];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

function findBrowser(): string | undefined {
  const named = process.env["PLATFORM_BROWSER"];
  if (named && !fs.existsSync(named)) throw new Error(`PLATFORM_BROWSER is ${named}, which does not exist`);
  if (named) return named;
  const folders = (process.env["PATH"] ?? "").split(path.delimiter);
  const candidates = [
    ...NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))),
    ...MAC,
    chromium.executablePath(),
  ];
  return candidates.find((file) => fs.existsSync(file));
}

function installBrowser(): string {
  const release = fs.existsSync(RELEASE) ? fs.readFileSync(RELEASE, "utf8") : "";
  const commands = browserInstaller(release, (command) => spawnSync(command, ["--version"]).status === 0);
  if (process.getuid?.() === 0 && commands) {
    console.log(`No browser found; installing Chromium with ${path.basename(commands[0]![0])} (about a minute, once)`);
    for (const [command, ...args] of commands)
      execFileSync(command, args, {
        stdio: "ignore",
        // Where it lies, and what a company's proxy needs.
        env: childEnvironment({ DEBIAN_FRONTEND: "noninteractive" }),
      });
    const found = findBrowser();
    if (found) return found;
  }
  throw new Error("No browser found: install Chromium or Chrome, or set PLATFORM_BROWSER to one");
}
