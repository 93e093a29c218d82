/**
 * Merges a component's arguments for one child: defaults, then what the user overrides, then what the component's
 * design requires. Plain objects are merged key by key, everything else (lists, Outputs, classes) is replaced, and
 * `undefined` never replaces a value.
 *
 * @param defaults secure values that a user may change
 * @param overrides the user's `overrides.<child>`
 * @param required values without which the component would not be what it says; they win
 */
export function withOverrides<T extends object>(
  defaults: Partial<T>,
  overrides: Partial<T> | undefined,
  required: Partial<T>,
): T {
  return merge(merge(defaults, overrides ?? {}), required) as T;
}

function merge(base: unknown, over: unknown): unknown {
  if (over === undefined) return base;
  if (!isPlainObject(base) || !isPlainObject(over)) return over;
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) result[key] = merge(base[key], value);
  return result;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
