import type { ParseArgsConfig } from "node:util";

/** What a verb is called with. */
export interface VerbCall {
  values: Record<string, string | boolean | (string | boolean)[] | undefined>;
  positionals: string[];
  /** True where the user asked for machine-readable output. */
  json: boolean;
}

/** One thing that `npm run sandbox -- <verb>` can do. */
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

/** The user called a verb wrongly; only the message is shown, and the exit code is 2. */
export class UsageError extends Error {}
