import type { Environment } from "../config/environment";
import { functionsReleased, type ReleasedFunction } from "../config/released-functions";

/**
 * True where the system `release` moves a function's alias, which the engine must then leave where it is.
 *
 * @param fn the component's name
 */
export function isReleased(environment: Environment, fn: ReleasedFunction): boolean {
  return functionsReleased(environment).includes(fn);
}
