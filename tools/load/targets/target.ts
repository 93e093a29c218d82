import type { Outcome } from "../call";
import type { LoadedEnvironment } from "../environment";

/** What a function does for the calls: their answers, the work after them, or their authorisation. */
export type FunctionRole = "answers" | "works off" | "authorizes";

/** Parts of a system whose figures tell what gave way. */
export interface Watched {
  functions: readonly { name: string; role: FunctionRole }[];
  tables: readonly string[];
  queues: readonly { name: string; url: string; consumer: string }[];
  streams: readonly { name: string; consumer: string }[];
  stateMachines: readonly string[];
  /** The API's name, as its metrics have it. */
  api?: string;
  /** A function that calls somebody else's service, and its counter of calls that failed. */
  thirdParty?: { function: string; failures: string };
  /** Counter of a function, by whose sum is known how much of what was sent is worked off. */
  workedOff?: readonly { function: string; counter: string }[];
}

/** What a target sends with. */
export interface TargetOptions {
  environment: LoadedEnvironment;
  /** Starts the ids of everything that is sent, so that it can be told from other data. */
  run: string;
  batch: number;
  web: boolean;
  timeoutSeconds: number;
}

/** A system as it is loaded. */
export interface Target {
  name: string;
  /** A line for `--help`. */
  about: string;
  /** Entries that fit into one call. */
  mostInBatch: number;
  /** True where an API is called, false where a stream or a machine is. */
  isHttp: boolean;
  /** What one call is, for `--dry-run`. */
  describe(options: TargetOptions): string;
  watched(options: TargetOptions): Watched;
  /**
   * Gets what calls need: a token, clients, an item to read.
   *
   * @returns what sends the call with that number
   */
  prepare(options: TargetOptions): Promise<(index: number) => Promise<Outcome>>;
}

/** An output of the environment. @throws Error naming the system that is not there */
export function output(environment: LoadedEnvironment, system: string, key: string): string {
  const value = environment.outputs[system]?.[key];
  if (typeof value === "string" && value !== "") return value;
  const fix = environment.emulators
    ? `Switch the system ${system} on in Pulumi.sandbox.yaml and bring the sandbox up.`
    : "Name a file with it: --outputs FILE.";
  throw new Error(`${environment.name} has no output ${system}.${key}. ${fix}`);
}

/** An output, or nothing where it is not known. */
export function optionalOutput({ outputs }: LoadedEnvironment, system: string, key: string): string | undefined {
  const value = outputs[system]?.[key];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A list of one where there is something, else an empty one. */
export function present<T>(value: T | undefined): T[] {
  return value === undefined ? [] : [value];
}

/** Nothing to watch; what targets fill in. */
export const nothing: Watched = { functions: [], tables: [], queues: [], streams: [], stateMachines: [] };
