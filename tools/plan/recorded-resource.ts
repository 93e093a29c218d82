import type { CreationSite } from "./creation-site";

/** A resource that a program registered, as the engine would have seen it. */
export interface RecordedResource {
  /** Type token, for example `aws:dynamodb/table:Table`, or `platform:data:Table` for a component. */
  type: string;
  name: string;
  urn: string;
  /** False for components. */
  custom: boolean;
  /** True for a component that a plugin runs: what it makes is not known here. Absent otherwise. */
  remote?: true;
  /** True for `.get()` and imports of state: nothing is made. */
  read: boolean;
  /** Inputs with secrets unwrapped; `unknown` marks those that only exist after deployment. */
  inputs: Record<string, unknown>;
  /** Paths of inputs that were secret, for example `environment.variables.TOKEN`. */
  secretInputs: string[];
  /** URN of the parent, absent for the stack and its direct children where the program runs without a stack. */
  parent?: string;
  /** `urn::id` of the provider, absent for components. */
  provider?: string;
  protect: boolean;
  retainOnDelete: boolean;
  deleteBeforeReplace: boolean;
  ignoreChanges: string[];
  additionalSecretOutputs: string[];
  dependsOn: string[];
  /** How long each operation may take at most; absent where the provider's own bounds hold. */
  customTimeouts?: { create: string; update: string; delete: string };
  /** Per property, the URNs it was computed from. */
  propertyDependencies: Record<string, string[]>;
  aliases: unknown[];
  /** The component or system that made it; absent where that is in neither of their folders. */
  madeAt?: CreationSite;
  /** What `registerOutputs` was called with; absent where it never was. */
  outputs?: Record<string, unknown>;
}

/** Stands in for a value that is not known before deployment. */
export const unknown = Symbol.for("platform:unknown");
