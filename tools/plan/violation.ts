import type { RecordedResource } from "./recorded-resource";

/** A rule of the policy pack that a program breaks. */
export interface Violation {
  /** The rule's name, for example `s3-bucket-encrypted`. */
  policy: string;
  /** A mandatory violation stops a deployment, and makes the plan fail. */
  enforcement: "advisory" | "mandatory";
  /** The resource, where the rule is about one. */
  urn?: string;
  /** What is wrong and how to mend it. */
  message: string;
}

/** Where and how the pack is run beside the resources. */
export interface PackContext {
  stack: string;
  project: string;
  /** Full keys to texts, as the engine gives them. */
  config: Record<string, string>;
}

/** Runs a policy pack over recorded resources, in this process. */
export type RunPack = (resources: RecordedResource[], context: PackContext) => Violation[] | Promise<Violation[]>;
