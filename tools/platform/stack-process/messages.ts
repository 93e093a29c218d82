import type { StackAccount } from "../stack-list";
import type { StackOutcome, StackVerb } from "../stack-runner";

/** Where the engine is, as plain data for another process. */
export interface EngineFolders {
  pulumiCommandRoot: string;
  pulumiHome: string;
  path: readonly string[];
}

/** What a stack's process is asked to do. */
export interface StackRequest {
  /** `unlock` takes the state's lock from a process that is gone, `unprotect` lets retained resources of systems leave it. */
  verb: StackVerb | "unlock" | "unprotect";
  stack: string;
  account: StackAccount;
  /** The repository. */
  root: string;
  /** Where the orchestrator keeps what it needs between runs: `.platform`. */
  folder: string;
  engine: EngineFolders;
  /** Module that exports `program`. */
  program: string;
  /** The policy pack's folder. */
  policyPack: string;
  /** For `unprotect`: the systems. */
  systems?: readonly string[];
  /** Whether the credentials are checked against the account before anything is begun. */
  checkAccount: boolean;
}

/** What the orchestrator tells a stack's process. */
export type ToStackProcess = { type: "request"; request: StackRequest } | { type: "cancel" };

/** What a stack's process tells the orchestrator. */
export type FromStackProcess = { type: "progress"; text: string } | { type: "outcome"; outcome: StackOutcome };
