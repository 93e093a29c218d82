import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { StackDisplay } from "../../../../tools/platform/stack-display";
import type { StackEntry } from "../../../../tools/platform/stack-list";
import type { StackOutcome, StackRunner, StackVerb } from "../../../../tools/platform/stack-runner";

/** A stack of its own account. */
export function stackOf(name: string, needs: string[] = [], more: Partial<StackEntry> = {}): StackEntry {
  const account = { name, id: "111122223333", region: "eu-west-1" };
  return { name, kind: "workload", account, precious: false, needs, ...more };
}

/** A runner that does what a test says, and remembers what it was asked. */
export class SimulatedRunner implements StackRunner {
  readonly asked: string[] = [];
  running = 0;
  /** The most that ran at a time. */
  most = 0;

  constructor(private readonly work: (stack: string, signal: AbortSignal) => Promise<StackOutcome> | StackOutcome) {}

  async run(_verb: StackVerb, stack: StackEntry, signal: AbortSignal): Promise<StackOutcome> {
    this.asked.push(stack.name);
    this.most = Math.max(this.most, ++this.running);
    try {
      await new Promise((resolve) => setImmediate(resolve));
      return await this.work(stack.name, signal);
    } finally {
      this.running--;
    }
  }
}

/** Shows nothing. */
export const noDisplay: StackDisplay = {
  begin: () => undefined,
  change: () => undefined,
  progress: () => undefined,
  finish: () => undefined,
  end: () => undefined,
};

/** An empty folder that ends with the test file. */
export function temporaryFolder(): { folder: string; remove(): void } {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "platform-orchestrator-"));
  return { folder, remove: () => fs.rmSync(folder, { recursive: true, force: true }) };
}
