import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { Suite } from "./suites";

/** How many tests of a suite passed and failed. */
export interface Count {
  passed: number;
  failed: number;
}

/** How long the output of a suite is waited for once it has ended. */
const LAST_WORDS_MS = 5000;

/**
 * Runs a suite in a process of its own. One that dies without having counted (a crash, a file that does not load) is one
 * failure.
 *
 * @param onOutput given what it says, on either stream
 */
export async function runSuite(suite: Suite, onOutput: (text: string) => void): Promise<Count> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "platform-test-"));
  const result = path.join(folder, "result.json");
  try {
    const code = await exitOf(suite.command, { PLATFORM_TEST_RESULT: result }, onOutput);
    if (!suite.mocha) return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
    if (!fs.existsSync(result)) return { passed: 0, failed: 1 };
    const { passed, failed } = JSON.parse(fs.readFileSync(result, "utf8")) as Count;
    return { passed, failed: failed === 0 && code !== 0 ? 1 : failed };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function exitOf(command: string[], env: Record<string, string>, onOutput: (text: string) => void): Promise<number> {
  // Through a pipe, programs leave their colours out unless they are told that a person reads them.
  const colours = process.stdout.isTTY && !process.env["NO_COLOR"] ? { FORCE_COLOR: "1" } : {};
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, command, {
      stdio: ["inherit", "pipe", "pipe"],
      env: { ...process.env, ...colours, ...env },
    });
    const output = [child.stdout, child.stderr];
    for (const stream of output) stream.setEncoding("utf8").on("data", onOutput);
    child.on("error", reject);
    // Not at its exit: what it said may come later. But not for ever: what it left running may hold on to its output.
    child.on("close", (code) => resolve(code ?? 1));
    child.on("exit", () => setTimeout(() => output.forEach((stream) => stream.destroy()), LAST_WORDS_MS).unref());
  });
}
