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
  return sandboxFed("", ...args);
}

/** The same with a text on standard input. */
export function sandboxFed(input: string, ...args: string[]): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ["--require", "tsx/cjs", "sandbox/cli.ts", ...args],
      { cwd: root, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
    );
    // A verb that reads nothing may have ended before.
    child.stdin!.on("error", () => undefined).end(input);
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
  return succeeded(args, await sandbox(...args));
}

/** Puts records into a system's stream as a producer of the back end does, one a line. @returns what the verb said */
export async function feed(system: string, ...records: object[]): Promise<string> {
  const lines = records.map((record) => `${JSON.stringify(record)}\n`);
  return succeeded(["feed", system], await sandboxFed(lines.join(""), "feed", system));
}

function succeeded(args: string[], { code, stdout, stderr }: CommandResult): string {
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

/**
 * Asks again until the answer is there.
 *
 * @param pause milliseconds between two questions; longer where a question does something
 * @throws after `seconds`, with the last answer
 */
export async function eventually<T>(
  ask: () => Promise<T>,
  isThere: (answer: T) => boolean,
  seconds = 20,
  pause = 200,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (isThere(answer)) return answer;
    if (Date.now() > end) throw new Error(`not within ${seconds} s; last: ${JSON.stringify(answer)?.slice(0, 500)}`);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** A student nobody else in the tests uses. */
export function newStudent(more: object = {}): { Roll: string } & Record<string, string> {
  const Roll = String(Math.floor(Math.random() * 1e12));
  return { Roll, FirstName: "Asha", LastName: "Rao", Department: "Physics", Year: "2026", ...more };
}
