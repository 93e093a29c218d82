import type { ParseArgsConfig } from "node:util";
import { UsageError, type VerbCall } from "../../command/verb";
import type { Selection } from "../select-stacks";

/** Which stacks a verb is about. */
export const selectionOptions = {
  stack: { type: "string", multiple: true },
  account: { type: "string", multiple: true },
} satisfies ParseArgsConfig["options"];

/** Their help. */
export const selectionHelp = {
  "--stack NAME": "only this stack; may be given more than once. Default every stack but those of this machine",
  "--account NAME": "only the stacks of this account, by its name in platform.config.yaml; more than once",
};

/** Options of every verb that runs the engine on many stacks. */
export const runOptions = {
  ...selectionOptions,
  concurrency: { type: "string" },
  tolerate: { type: "string" },
  resume: { type: "boolean" },
} satisfies ParseArgsConfig["options"];

/** How many stacks are worked on at a time. Each takes about 1.2 GB; see docs/orchestrator.md. */
const DEFAULT_CONCURRENCY = 4;

/** Their help. */
export const runHelp = {
  ...selectionHelp,
  "--concurrency N": `so many stacks at a time, 1 to 50; default ${DEFAULT_CONCURRENCY}`,
  "--tolerate N": "begin nothing more once more than N have failed; default any number",
  "--resume": "only what the last run of this verb did not finish, with the program as it is now",
};

/** The selection of a call. */
export function selectionOf({ values }: VerbCall): Selection {
  return { stacks: (values["stack"] ?? []) as string[], accounts: (values["account"] ?? []) as string[] };
}

/** The other options of a run. @throws UsageError for a number that is none */
export function runSettings({ values }: VerbCall): { concurrency: number; tolerate?: number; resume: boolean } {
  const { concurrency, tolerate, resume } = values;
  return {
    concurrency: number("--concurrency", concurrency, 1, 50) ?? DEFAULT_CONCURRENCY,
    tolerate: number("--tolerate", tolerate, 0, 10_000),
    resume: resume === true,
  };
}

function number(option: string, value: VerbCall["values"][string], least: number, most: number): number | undefined {
  if (value === undefined) return undefined;
  const found = Number(value);
  if (typeof value === "string" && value !== "" && Number.isInteger(found) && found >= least && found <= most)
    return found;
  throw new UsageError(`${option} is ${String(value)}; use a whole number from ${least} to ${most}`);
}
