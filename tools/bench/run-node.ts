import { spawn } from "node:child_process";
import * as path from "node:path";

/** The repository. */
export const root = path.resolve(__dirname, "../..");

/** How a program ended. */
export interface Ended<Message> {
  code: number | null;
  /** From before its start to after its end. */
  milliseconds: number;
  /** The last message that it sent to this process. */
  message?: Message;
}

/**
 * Runs Node.js on the version that this process runs on. What the program prints goes nowhere.
 *
 * @param args Node.js' own
 * @param environment variables beside PATH and HOME; nothing else is passed on
 */
export function runNode<Message = never>(
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<Ended<Message>> {
  const { PATH = "", HOME = "" } = process.env;
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { PATH, HOME, ...environment },
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    let message: Message | undefined;
    let errors = "";
    child.stderr!.on("data", (part: Buffer) => (errors += part.toString()));
    child.on("message", (sent: Message) => (message = sent));
    child.on("error", reject);
    child.on("close", (code) => {
      const milliseconds = performance.now() - start;
      if (code === null || (code !== 0 && !message && errors)) reject(new Error(`node ${args.join(" ")}: ${errors}`));
      else resolve({ code, milliseconds, ...(message !== undefined && { message }) });
    });
  });
}
