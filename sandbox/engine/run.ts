import { spawn } from "node:child_process";
import * as readline from "node:readline";
import { childEnvironment } from "./environment";

/** How a program is run. */
export interface RunOptions {
  /** The folder it runs in; this process's by default. */
  readonly folder?: string;
  /** Variables besides those of `childEnvironment`. */
  readonly environment?: Record<string, string>;
  /** Is given each line of standard error as it comes. */
  readonly onErrorLine?: (line: string) => void;
  /** Ends the program when aborted. */
  readonly signal?: AbortSignal;
}

/** A program that could not be started, or that failed. */
export class RunError extends Error {
  constructor(
    message: string,
    /** The exit code; undefined when it did not start or was ended by a signal. */
    readonly code: number | undefined,
    /** Its last lines of standard error. */
    readonly tail: string,
    /** The system's error code when it did not start, "ENOENT" for a program that is not there. */
    readonly system?: string,
  ) {
    super(message);
  }
}

/** How many lines of standard error an error shows. */
const TAIL_LINES = 25;
/** How long an interrupted program may take to end before it is killed, in milliseconds. */
const GRACE = 10_000;

/**
 * Runs a program to its end.
 *
 * @param command the program
 * @param args its arguments
 * @returns its standard output
 * @throws RunError when it does not start or fails; the abort reason when aborted
 */
export function run(command: string, args: string[], options: RunOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    options.signal?.throwIfAborted();
    const child = spawn(command, args, {
      cwd: options.folder,
      env: childEnvironment(options.environment),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output: Buffer[] = [];
    const tail: string[] = [];
    child.stdout.on("data", (part: Buffer) => output.push(part));
    readline.createInterface({ input: child.stderr }).on("line", (line) => {
      tail.push(line);
      if (tail.length > TAIL_LINES) tail.shift();
      options.onErrorLine?.(line);
    });
    let killing: NodeJS.Timeout | undefined;
    const stop = (): void => {
      child.kill("SIGINT");
      killing = setTimeout(() => child.kill("SIGKILL"), GRACE);
    };
    options.signal?.addEventListener("abort", stop, { once: true });
    const finish = (): void => {
      clearTimeout(killing);
      options.signal?.removeEventListener("abort", stop);
    };
    child.on("error", (error: NodeJS.ErrnoException) => {
      finish();
      reject(new RunError(`${command} could not be started: ${error.message}`, undefined, "", error.code));
    });
    child.on("close", (code, signal) => {
      finish();
      if (options.signal?.aborted) return reject(options.signal.reason as Error);
      if (code === 0) return resolve(Buffer.concat(output).toString("utf8"));
      const text = tail.join("\n");
      const end = code === null ? `was ended by ${signal}` : `failed with exit code ${code}`;
      reject(new RunError(`${[command, ...args].join(" ")} ${end}${text && `:\n${text}`}`, code ?? undefined, text));
    });
  });
}
