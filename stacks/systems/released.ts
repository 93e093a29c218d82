import type { Environment } from "../config/environment";
import type { ReleasedFunction } from "../config/released-functions";

/**
 * True where the system `release` moves a function's alias, which the engine must then leave where it is.
 *
 * @param fn the component's name
 */
export function isReleased(environment: Environment, fn: ReleasedFunction): boolean {
  return environment.systems.release?.functions.includes(fn) ?? false;
}
