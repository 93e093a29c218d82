import { execFile } from "node:child_process";
import * as crypto from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import { withLock } from "../with-lock";
import type { SandboxPaths } from "./sandbox-paths";

const run = promisify(execFile);

/** The hash-locked list of everything that pip installs. */
export const requirementsFile = path.join(__dirname, "requirements.txt");

/** ministack needs this version or newer. */
const OLDEST_PYTHON = [3, 10] as const;

/**
 * Makes the Python environment with the emulators if it is not there yet, in the user's cache, keyed by the locked
 * requirements and the Python version. pip checks the hash of every file.
 *
 * @param paths where the cache is
 * @param progress told what happens, for people
 * @returns the folder with its executables
 * @throws Error when there is no suitable Python, or pip fails
 */
export async function pythonEnvironment(
  paths: Pick<SandboxPaths, "cache">,
  progress: (message: string) => void = () => undefined,
): Promise<string> {
  const python = await findPython();
  const key = crypto
    .createHash("sha256")
    .update(fs.readFileSync(requirementsFile))
    .update(`${python.version} ${process.platform} ${process.arch}`)
    .digest("hex")
    .slice(0, 16);
  const folder = path.join(paths.cache, "emulators", key);
  const bin = path.join(folder, "bin");
  const complete = path.join(folder, ".complete");
  if (fs.existsSync(complete)) return bin;

  return withLock(`${folder}.lock`, {}, async () => {
    if (fs.existsSync(complete)) return bin;
    progress("Installing the emulators (ministack, moto) into the user's cache; about a minute, once.");
    fs.rmSync(folder, { recursive: true, force: true });
    // Scripts of an environment hold its path, so it is made in its final place; the marker makes it valid.
    await run(python.command, ["-m", "venv", folder]);
    const install = ["-m", "pip", "install", "--require-hashes", "--only-binary", ":all:", "--no-input", "--quiet"];
    await run(path.join(bin, "python"), [...install, "-r", requirementsFile], { maxBuffer: 16 * 1024 * 1024 }).catch(
      (error: Error & { stderr?: string }) => {
        throw new Error(
          `The emulators could not be installed with pip:\n${(error.stderr ?? error.message).slice(-2000)}`,
        );
      },
    );
    fs.writeFileSync(complete, new Date().toISOString());
    return bin;
  });
}

async function findPython(): Promise<{ command: string; version: string }> {
  const candidates = ["python3", "python3.13", "python3.12", "python3.11", "python3.10", "python"];
  for (const command of candidates) {
    const version = await run(command, [
      "-c",
      "import sys,venv,ensurepip; print('%d.%d.%d' % sys.version_info[:3])",
    ]).then(
      ({ stdout }) => stdout.trim(),
      () => undefined,
    );
    if (!version) continue;
    const [major = 0, minor = 0] = version.split(".").map(Number);
    if (major === OLDEST_PYTHON[0] && minor >= OLDEST_PYTHON[1]) return { command, version };
  }
  throw new Error(
    `The sandbox's emulators need Python ${OLDEST_PYTHON.join(".")} or newer with the venv module on PATH (python3). Install it and try again.`,
  );
}
