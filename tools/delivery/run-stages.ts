import { spawn } from "node:child_process";
import * as path from "node:path";
import { readBuildspec } from "./buildspec";
import { cleanEnvironment } from "./clean-environment";
import { stageScript } from "./stage-script";
import type { LocalStage } from "./stages";

/** How long an interrupted stage may take to clean up, in milliseconds. */
const GRACE = 120_000;

/** How one stage went. */
export interface StageResult {
  name: string;
  state: "succeeded" | "failed" | "rejected" | "could not be asked" | "not started";
  seconds: number;
}

export interface RunStagesArgs {
  stages: readonly LocalStage[];
  /** The copy that they run in. */
  folder: string;
  /** True where the dependencies are in the copy already. */
  installed: boolean;
  /** Answers for production. */
  approve: (question: string) => Promise<boolean>;
  write: (text: string) => void;
  /** Port of the sandbox's pages. Default its own. */
  port?: string;
  /** Ends the stage that is running, and with it all of them. */
  signal?: AbortSignal;
  now?: () => number;
  environment?: Readonly<Record<string, string | undefined>>;
}

/** Runs stages one after the other, up to the first that fails or is rejected. One that could not be asked stops nothing here. */
export async function runStages(args: RunStagesArgs): Promise<StageResult[]> {
  const { stages, write, now = Date.now } = args;
  const results: StageResult[] = [];
  let { installed } = args;
  for (const [index, stage] of stages.entries()) {
    const began = now();
    const seconds = () => Math.round((now() - began) / 1000);
    write(`\n=== ${stage.name} (${index + 1} of ${stages.length}): ${stage.about}\n`);
    const code = await runStage(args, stage, installed);
    installed ||= code === 0 && stage.name !== "security";
    const state = await stateOf(args, stage, code);
    results.push({ name: stage.name, state, seconds: seconds() });
    if (state === "succeeded" || state === "could not be asked") continue;
    return [
      ...results,
      ...stages.slice(index + 1).map(({ name }) => ({ name, state: "not started" as const, seconds: 0 })),
    ];
  }
  return results;
}

async function stateOf({ approve }: RunStagesArgs, stage: LocalStage, code: number): Promise<StageResult["state"]> {
  if (code === 0)
    return stage.asks && !(await approve("May this be deployed to production?")) ? "rejected" : "succeeded";
  return code === stage.unasked ? "could not be asked" : "failed";
}

function runStage(
  { folder, environment = process.env, port, signal }: RunStagesArgs,
  stage: LocalStage,
  installed: boolean,
): Promise<number> {
  const buildspec = readBuildspec(path.join(folder, stage.buildspec));
  const own = { STACK: "sandbox", ...(port !== undefined && { SANDBOX_PORT: port }) };
  const env = cleanEnvironment(environment, { ...buildspec.env?.variables, ...own });
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return resolve(1);
    const child = spawn("bash", ["-c", stageScript({ buildspec, stage, installed })], {
      cwd: folder,
      env,
      stdio: ["ignore", "inherit", "inherit"],
      // A group of its own, so that an interruption reaches all that it started.
      detached: true,
    });
    let killing: NodeJS.Timeout | undefined;
    const send = (how: NodeJS.Signals) => {
      try {
        if (child.pid) process.kill(-child.pid, how);
      } catch {
        // Nothing is left of it.
      }
    };
    const stop = () => {
      // As from a keyboard: tests then still remove what they made.
      send("SIGINT");
      killing = setTimeout(send, GRACE, "SIGTERM");
    };
    signal?.addEventListener("abort", stop, { once: true });
    child.on("error", reject);
    child.on("exit", (code) => {
      clearTimeout(killing);
      signal?.removeEventListener("abort", stop);
      // What had been begun a moment before it ended.
      if (signal?.aborted) send("SIGTERM");
      resolve(signal?.aborted ? 1 : (code ?? 1));
    });
  });
}

/** The table at the end. */
export function stageTable(results: readonly StageResult[]): string {
  const width = Math.max(...results.map(({ name }) => name.length), 5);
  const wide = Math.max(...results.map(({ state }) => state.length));
  return [
    `${"STAGE".padEnd(width)}  ${"RESULT".padEnd(wide)}  TIME`,
    ...results.map(({ name, state, seconds }) =>
      `${name.padEnd(width)}  ${state.padEnd(wide)}  ${state === "not started" ? "" : `${seconds} s`}`.trimEnd(),
    ),
  ].join("\n");
}
