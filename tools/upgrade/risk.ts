/** What an upgrade would do to a resource that cannot simply be made again. */
export interface Risk {
  /** Fatal ones make the command fail, unless they are allowed by address. */
  severity: "fatal" | "warning";
  stack: string;
  /** Address of the resource, `<types>::<name>`. */
  address: string;
  /** What would happen, in a sentence. */
  what: string;
  /** How to avoid it. */
  fix: string;
}

/** How each kind of risk is avoided. */
export const fixes = {
  removed: "keep it, or move its data first and allow it by its address",
  moved:
    "give it an alias of its old name or parent (https://www.pulumi.com/docs/iac/concepts/resources/options/aliases/)",
  replaced: "keep the old value, or move its data first and allow it by its address",
  unprotected: "protect it, unless its data may be lost",
} as const;
