import { execFile, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import type { SandboxOutputs } from "../../sandbox/deploy/sandbox-outputs";

const root = path.resolve(__dirname, "../..");

export interface CommandResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs `npm run sandbox -- …` as a user does, in a process of its own. */
export function sandbox(...args: string[]): Promise<CommandResult> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["--require", "tsx/cjs", "sandbox/cli.ts", ...args],
      { cwd: root, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
    );
  });
}

/** Starts a verb without waiting for it. `kill` ends it, and what it started, at once and without a chance to clean up. */
export function startSandbox(...args: string[]): { ended: () => boolean; kill: () => void } {
  const child = spawn(process.execPath, ["--require", "tsx/cjs", "sandbox/cli.ts", ...args], {
    cwd: root,
    stdio: "ignore",
    detached: true,
  });
  return {
    ended: () => child.exitCode !== null || child.signalCode !== null,
    // The group: the engine and its provider are in it, the emulators have groups of their own.
    kill: () => process.kill(-child.pid!, "SIGKILL"),
  };
}

/** Runs a verb, failing with what it said where it fails. */
export async function sandboxOk(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await sandbox(...args);
  if (code !== 0) throw new Error(`npm run sandbox -- ${args.join(" ")} ended with ${code}:\n${stderr}\n${stdout}`);
  return stdout;
}

/** What `.sandbox/outputs.json` says, as a client of the contract reads it. */
export function outputs(): SandboxOutputs & Record<string, any> {
  return JSON.parse(fs.readFileSync(path.join(root, ".sandbox", "outputs.json"), "utf8")) as SandboxOutputs;
}

/** An access token for the APIs. */
export async function token(...args: string[]): Promise<string> {
  return (await sandboxOk("token", ...args)).trim().split("\n").at(-1)!;
}

export interface SentMail {
  at: string;
  topic: string;
  to: string[];
  subject: string;
  body: string;
}

export async function mails(): Promise<SentMail[]> {
  return (await sandboxOk("mail"))
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as SentMail);
}

/** Asks again until the answer is there. @throws after `seconds`, with the last answer */
export async function eventually<T>(ask: () => Promise<T>, isThere: (answer: T) => boolean, seconds = 20): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (isThere(answer)) return answer;
    if (Date.now() > end) throw new Error(`not within ${seconds} s; last: ${JSON.stringify(answer)?.slice(0, 500)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** A student nobody else in the tests uses. */
export function newStudent(more: object = {}): { Roll: string } & Record<string, string> {
  const Roll = String(Math.floor(Math.random() * 1e12));
  return { Roll, FirstName: "Asha", LastName: "Rao", Department: "Physics", Year: "2026", ...more };
}
