import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import type { FromStackProcess, StackRequest, ToStackProcess } from "./stack-process/messages";
import type { StackEntry } from "./stack-list";
import type { StackOutcome, StackRunner } from "./stack-runner";
import { processesWith } from "../../sandbox/emulator/processes-with";
import { stopProcesses } from "../../sandbox/emulator/stop-processes";

/** What is the same for every stack of a run. */
export type ProcessRunnerOptions = Pick<
  StackRequest,
  "root" | "folder" | "engine" | "program" | "policyPack" | "systems"
> & {
  /** Whether the credentials are checked against the account first. Default true. */
  checkAccount?: boolean;
};

/** In the environment of a stack's process and all that it starts, by which they are found when it has died. */
const MARK = "PLATFORM_STACK_PROCESS";
const PROCESS = path.join(__dirname, "stack-process", "main.ts");

/**
 * Works on each stack in a process of its own.
 *
 * Programs that run in one process share its unhandled rejections: the Automation API takes each one for a failure of
 * every program that is running, so that one account's would stop the others'. A process of its own also gives its memory
 * back when the stack is done, so that the whole needs as much as the stacks that are worked on at a time.
 * See docs/decisions/0020-one-process-per-stack.md.
 */
export class ProcessRunner implements StackRunner {
  private readonly running = new Set<number>();

  constructor(private readonly options: ProcessRunnerOptions) {}

  run(
    verb: StackRequest["verb"],
    stack: StackEntry,
    signal: AbortSignal,
    progress: (text: string) => void,
  ): Promise<StackOutcome> {
    const { folder, root } = this.options;
    const log = path.join(folder, "logs", `${stack.name}-process.log`);
    fs.mkdirSync(path.dirname(log), { recursive: true });
    const output = fs.openSync(log, "w");
    const mark = randomUUID();
    const child = spawn(process.execPath, ["--require", require.resolve("tsx/cjs"), PROCESS], {
      cwd: root,
      env: { ...process.env, [MARK]: mark },
      stdio: ["ignore", output, output, "ipc"],
      // A group of its own: Ctrl-C at the terminal then reaches the engine once, by our message, and not a second time,
      // which the engine would take for "at once".
      detached: true,
    });
    fs.closeSync(output);
    if (child.pid !== undefined) this.running.add(child.pid);
    const send = (message: ToStackProcess) => child.connected && child.send(message);
    const cancel = () => send({ type: "cancel" });
    signal.addEventListener("abort", cancel);
    const request = { checkAccount: true, ...this.options, verb, stack: stack.name, account: stack.account };
    send({ type: "request", request });
    if (signal.aborted) cancel();

    return new Promise<StackOutcome>((resolve) => {
      let outcome: StackOutcome | undefined;
      child.on("message", (message: FromStackProcess) => {
        if (message.type === "progress") progress(message.text);
        else outcome = message.outcome;
      });
      child.on("error", (error) =>
        resolve({ ok: false, message: `its process could not be started: ${error.message}` }),
      );
      child.on("exit", (code, how) => {
        if (child.pid !== undefined) this.running.delete(child.pid);
        signal.removeEventListener("abort", cancel);
        if (outcome) return resolve(outcome);
        const ended = { ok: false, message: `its process ended with ${how ?? code}; what it said: ${log}` };
        // Its engine's plugins have groups of their own and do not notice.
        void stopLeft(mark).then(
          () => resolve(ended),
          (error: Error) => resolve({ ...ended, message: `${ended.message}. ${error.message}` }),
        );
      });
    });
  }

  /** Ends everything at once; states stay locked and what was under way is unknown. For a user who insists. */
  kill(): void {
    for (const pid of this.running) {
      try {
        process.kill(-pid, "SIGKILL");
      } catch {
        // It has ended by itself.
      }
    }
  }
}

/** Ends what a stack's process has left, the engine, its providers and its policy analyzer. */
async function stopLeft(mark: string): Promise<void> {
  const left = processesWith(`${MARK}=${mark}`);
  await stopProcesses(left.map(({ pid, started }) => ({ name: "engine", pid, started })));
}
