import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { goldenTypes } from "../../sandbox/deploy/golden-types";
import { sandboxStack, type SandboxStackOptions } from "../../sandbox/deploy/sandbox-stack";
import { startEmulator, stopEmulator } from "../../sandbox/emulator/emulator";
import { ensureEngine } from "../../sandbox/engine/ensure-engine";
import { consoleProgress } from "../../sandbox/engine/progress";
import { program } from "../../stacks/program";
import { runStack } from "../plan/run-stack";
import { bareProgram } from "./bare-program";
import type { Figure } from "./figure";
import { root } from "./run-node";
import { byTurns } from "./statistics";

const rounds = 3;
const stackName = "dev";

/** Previews dev and the same bare resources by turns, on an emulator of its own. */
export async function measurePreview(): Promise<Figure[]> {
  const { resources, configuration } = await runStack({ stack: stackName, root, program });
  const engine = await ensureEngine({ report: consoleProgress(), types: goldenTypes(root) });
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "platform-bench-"));
  try {
    const { id: accountId, region } = configuration.environment.account;
    const emulator = await startEmulator({ accountId, region, forwardPort: 0, sandbox: folder });
    const seconds = async (name: string, run: SandboxStackOptions["run"]) => {
      const paths = { ...emulator.paths, sandbox: path.join(folder, name) };
      const stack = await sandboxStack({ ...emulator, paths }, engine, { stackName, asOnAws: true, run });
      const start = performance.now();
      await stack.preview({ suppressProgress: true, onOutput: () => undefined });
      return (performance.now() - start) / 1000;
    };
    const took = await byTurns(rounds, {
      bare: () => seconds("bare", bareProgram(resources)),
      platform: () => seconds("platform", program),
    });
    const made = resources.filter(({ custom, read }) => custom && !read).length;
    return [
      { name: `preview of ${made} bare resources`, value: took.bare, unit: "s" },
      {
        name: "preview of dev",
        value: took.platform,
        unit: "s",
        ratio: { value: took.platform / took.bare, to: "bare" },
      },
    ];
  } finally {
    await stopEmulator({ sandbox: folder });
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
