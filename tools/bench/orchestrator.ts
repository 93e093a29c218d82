import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { StackEntry } from "../platform/stack-list";
import type { StackRunner } from "../platform/stack-runner";
import type { Bench, Figure } from "./figure";

const accounts = 50;
/** What a simulated stack holds while it is worked on. */
const heldBytes = 1024 * 1024;
const concurrencies = [1, 5, 10, 25, 50];

/** The orchestrator over many accounts whose engines are simulated: they wait, and hold memory while they do. */
export const orchestrator: Bench = {
  name: "orchestrator",
  about: `${accounts} simulated accounts of an unchanged stack: time and memory by how many are worked on at a time`,
  async run() {
    // Only now, so that --help need not wait for it.
    const { orchestrate } = require("../platform/orchestrate") as typeof import("../platform/orchestrate");
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "platform-bench-"));
    const stacks = Array.from({ length: accounts }, (_, index) => simulatedStack(index));
    const alone = stacks.reduce((sum, { name }) => sum + waitOf(name), 0) / 1000;
    const figures: Figure[] = [];
    try {
      for (const concurrency of concurrencies) {
        const memory = { held: 0, most: 0 };
        const { seconds } = await orchestrate({
          verb: "up",
          stacks,
          runner: simulatedRunner(memory),
          display: { begin: nothing, change: nothing, progress: nothing, finish: nothing, end: nothing },
          concurrency,
          folder,
          fingerprintOf: (stack) => stack,
          signal: new AbortController().signal,
        });
        figures.push(
          {
            name: `${accounts} accounts, ${concurrency} at a time`,
            value: seconds,
            unit: "s",
            ratio: { value: (seconds * concurrency) / alone, to: "N/c" },
          },
          {
            name: `memory of ${concurrency} at a time`,
            value: memory.most / 1024,
            unit: "kB",
            ratio: { value: memory.most / heldBytes, to: "one stack" },
          },
        );
      }
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
    return figures;
  },
};

function simulatedStack(index: number): StackEntry {
  const name = `account-${index}`;
  const account = { name, id: String(100_000_000_000 + index), region: "eu-west-1" };
  return { name, kind: "workload", account, precious: false, needs: [] };
}

/** Milliseconds: as unequal as real accounts are, and the same in each run. */
function waitOf(name: string): number {
  return 200 + ((Number(name.split("-")[1]) * 37) % 41);
}

function simulatedRunner(memory: { held: number; most: number }): StackRunner {
  return {
    async run(_verb, { name }, _signal, progress) {
      const state = Buffer.alloc(heldBytes, 1);
      memory.held += state.length;
      memory.most = Math.max(memory.most, memory.held);
      const end = Date.now() + waitOf(name);
      while (Date.now() < end) {
        progress("100 resources done");
        await new Promise((resolve) => setTimeout(resolve, Math.min(50, end - Date.now())));
      }
      memory.held -= state.length;
      return { ok: true, changes: { same: 350 } };
    },
  };
}

function nothing(): void {}
