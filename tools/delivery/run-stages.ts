import { spawn } from "node:child_process";
import * as path from "node:path";
import { readBuildspec } from "./buildspec";
import { cleanEnvironment } from "./clean-environment";
import { stageScript } from "./stage-script";
import type { LocalStage } from "./stages";

/** How one stage went. */
export interface StageResult {
  name: string;
  state: "succeeded" | "failed" | "rejected" | "not started";
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
  now?: () => number;
  environment?: Readonly<Record<string, string | undefined>>;
}

/** Runs stages one after the other, up to the first that fails or is rejected. */
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
    if (code === 0 && stage.asks && !(await args.approve("May this be deployed to production?")))
      results.push({ name: stage.name, state: "rejected", seconds: seconds() });
    else results.push({ name: stage.name, state: code === 0 ? "succeeded" : "failed", seconds: seconds() });
    if (results.at(-1)!.state === "succeeded") continue;
    return [
      ...results,
      ...stages.slice(index + 1).map(({ name }) => ({ name, state: "not started" as const, seconds: 0 })),
    ];
  }
  return results;
}

function runStage(
  { folder, environment = process.env }: RunStagesArgs,
  stage: LocalStage,
  installed: boolean,
): Promise<number> {
  const buildspec = readBuildspec(path.join(folder, stage.buildspec));
  const env = cleanEnvironment(environment, { ...buildspec.env?.variables, STACK: "sandbox" });
  return new Promise((resolve, reject) => {
    const child = spawn("bash", ["-c", stageScript({ buildspec, stage, installed })], {
      cwd: folder,
      env,
      stdio: ["ignore", "inherit", "inherit"],
    });
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

/** The table at the end. */
export function stageTable(results: readonly StageResult[]): string {
  const width = Math.max(...results.map(({ name }) => name.length), 5);
  return [
    `${"STAGE".padEnd(width)}  RESULT       TIME`,
    ...results.map(({ name, state, seconds }) =>
      `${name.padEnd(width)}  ${state.padEnd(11)}  ${state === "not started" ? "" : `${seconds} s`}`.trimEnd(),
    ),
  ].join("\n");
}
