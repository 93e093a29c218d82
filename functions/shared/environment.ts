/**
 * The value of an environment variable that the function cannot do without.
 *
 * Called outside of handlers, so that a function deployed without it fails when it starts, not at the first event.
 *
 * @param name for example `TABLE_NAME`
 * @throws Error naming the variable, where it is missing or empty
 */
export function requiredVariable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is missing; set it in the function's environment`);
  return value;
}
