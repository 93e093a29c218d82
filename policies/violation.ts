import type { Level, Severity } from "./core/rule";

/** A rule that a resource breaks. */
export interface Violation {
  /** The rule's name. */
  rule: string;
  /** What must hold. */
  title: string;
  severity: Severity;
  /** `advisory` warns; `mandatory` and `remediate` refuse. */
  level: Exclude<Level, "disabled">;
  /** The resource; absent where it is about the stack or the pack. */
  urn?: string;
  /** What is wrong. Never holds a value, which may be secret. */
  message: string;
  fix: string;
  /** The same control elsewhere. */
  ids: string[];
  url?: string;
  /** The exception that accepts it, where there is one: then it refuses nothing. */
  excepted?: { reason: string; owner: string; expires: string };
}

/** True for a violation that refuses a deployment. */
export function refuses({ level, excepted }: Violation): boolean {
  return level !== "advisory" && !excepted;
}
