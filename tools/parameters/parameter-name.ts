import { UsageError } from "../command/verb";

/**
 * The one name that a verb is called with.
 *
 * @throws UsageError where there is none, or more than one
 */
export function parameterName(positionals: string[]): string {
  const [name, ...more] = positionals;
  if (!name || more.length) throw new UsageError("Name one parameter, for example /dev/users/settings");
  return name;
}
