import { bundledCode } from "../../../components/compute/bundle";

/**
 * Loads the canary's script as it is deployed, with its environment alone and a stand-in for what its runtime brings.
 *
 * @param probes what its environment says
 * @param steps filled with each step's name and how it ended: `ok` or the error's text
 * @returns the handler
 */
export function loadedScript(probes: unknown, steps: [string, string][] = []): () => Promise<string> {
  const synthetics = {
    async executeStep(name: string, ask: () => Promise<unknown>) {
      try {
        await ask();
        steps.push([name, "ok"]);
      } catch (error) {
        steps.push([name, (error as Error).message]);
        throw error;
      }
    },
  };
  const own = Object.create(process, { env: { value: { PROBES: JSON.stringify(probes) } } }) as NodeJS.Process;
  const module = { exports: {} as { handler: () => Promise<string> } };
  const required = (id: string): unknown => (id === "@aws/synthetics-core" ? { synthetics } : require(id));
  const load = new Function("require", "module", "exports", "process", bundledCode("functions/probe/ask.ts"));
  load(required, module, module.exports, own);
  return module.exports.handler;
}
