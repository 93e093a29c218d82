import type { ParseArgsConfig } from "node:util";

/** What a verb is called with. */
export interface VerbCall {
  values: Record<string, string | boolean | (string | boolean)[] | undefined>;
  positionals: string[];
  /** True where the user asked for machine-readable output. */
  json: boolean;
}

/** One thing that a command with verbs can do. */
export interface Verb {
  name: string;
  /** What it does, for its own help. */
  about: string;
  /** Names of its positional arguments; absent where it takes none. */
  positionals?: string;
  options?: ParseArgsConfig["options"];
  /** A line for each option, by how it is written: `--user NAME`. */
  optionHelp?: Record<string, string>;
  /** @returns the exit code */
  run(call: VerbCall): Promise<number>;
}

/** A verb as the list of verbs shows it; the rest is loaded when it is called. */
export interface VerbEntry {
  name: string;
  /** A line for the list. */
  summary: string;
  /** Loaded late: one verb may need the whole platform, and nobody should wait for that to call another. */
  load: () => Verb;
}

/** The user called a verb wrongly; only the message is shown, and the exit code is 2. */
export class UsageError extends Error {}
