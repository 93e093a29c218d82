import * as pulumi from "@pulumi/pulumi";

/**
 * The error for an argument that cannot work: it names the component, the field, the value and the fix, and is thrown
 * before anything is deployed.
 *
 * @example throw new InputError("platform:messaging:Queue", "intake", "visibilityTimeoutSeconds", 10, "use at least 60, six times the consumer's timeout")
 */
export class InputError extends pulumi.RunError {
  constructor(
    readonly component: string,
    readonly resourceName: string,
    readonly field: string,
    readonly value: unknown,
    readonly fix: string,
  ) {
    super(`${component} "${resourceName}": ${field} is ${describe(value)}; ${fix}.`);
    // The message says where to mend it; the stack of a bundled program does not, and printing it can take long.
    this.stack = this.message;
  }
}

function describe(value: unknown): string {
  if (value === undefined) return "missing";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
