import { bundledCode } from "../../components/compute/bundle";
import type { Recorded } from "./record";

/**
 * Loads the bundle of a recorded function as Lambda would: with the environment that the program gives it, and no more.
 *
 * @param fn the component's name
 * @param entry the handler's file
 * @throws what the handler's file throws, such as a variable that is missing
 */
export function loadAsDeployed({ one }: Recorded<unknown>, fn: string, entry: string): void {
  const { environment } = one("aws:lambda/function:Function", `${fn}-function`).inputs as {
    environment: { variables: Record<string, string> };
  };
  const own = Object.create(process, {
    env: { value: { AWS_REGION: "us-east-1", ...environment.variables } },
  }) as NodeJS.Process;
  const module = { exports: {} as { handler?: unknown } };
  const load = new Function("require", "module", "exports", "process", bundledCode(entry));
  load(require, module, module.exports, own);
  if (typeof module.exports.handler !== "function") throw new Error(`${entry} exports no handler`);
}
