import { stopProcesses } from "../emulator/stop-processes";
import { engineProcesses } from "./engine-processes";

/**
 * Ends what an engine that was killed has left: its provider and its policy analyzer are processes of their own that do
 * not notice. Call it only where no engine can be at work, under the lock of `up`.
 *
 * @param home the sandbox's own `PULUMI_HOME`
 * @returns how many there were
 */
export async function stopEngine(home: string): Promise<number> {
  const left = engineProcesses(home);
  await stopProcesses(left.map(({ pid, started }) => ({ name: "engine", pid, started })));
  return left.length;
}
