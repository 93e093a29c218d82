import { InputError } from "./input-error";

/** Checks of a component's arguments; each throws an {@link InputError} that names the AWS page with the limit. */
export interface InputChecks {
  /** Fails always: for what no other check covers. */
  fail(field: string, value: unknown, fix: string): never;
  /** Fails unless the value is an integer from `minimum` to `maximum`. `undefined` passes. */
  integer(field: string, value: number | undefined, minimum: number, maximum: number, page: string): void;
  /** Fails unless a string matches. `undefined`, and what only exists after deployment, pass. */
  matches(field: string, value: unknown, pattern: RegExp, wanted: string, page: string): void;
  /** Fails unless the value is one of those listed. `undefined` passes. */
  oneOf(field: string, value: string | undefined, allowed: readonly string[], page: string): void;
}

/**
 * Starts the checks of one component's arguments.
 *
 * @param component the type, for example `platform:messaging:Queue`
 * @param name the name given to the constructor
 */
export function inputChecks(component: string, name: string): InputChecks {
  const fail = (field: string, value: unknown, fix: string): never => {
    throw new InputError(component, name, field, value, fix);
  };
  return {
    fail,
    integer(field, value, minimum, maximum, page) {
      if (value === undefined) return;
      if (!Number.isInteger(value) || value < minimum || value > maximum)
        fail(field, value, `use a whole number from ${minimum} to ${maximum} (${page})`);
    },
    matches(field, value, pattern, wanted, page) {
      if (typeof value === "string" && !pattern.test(value)) fail(field, value, `use ${wanted} (${page})`);
    },
    oneOf(field, value, allowed, page) {
      if (value !== undefined && !allowed.includes(value))
        fail(field, value, `use one of ${allowed.map((each) => `"${each}"`).join(", ")} (${page})`);
    },
  };
}
