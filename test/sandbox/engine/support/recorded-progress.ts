import type { Progress } from "../../../../sandbox/engine/progress";

/** A progress that keeps what it is told. */
export function recordedProgress(): Progress & { lines: string[]; states: string[] } {
  const lines: string[] = [];
  const states: string[] = [];
  return { lines, states, line: (text) => void lines.push(text), status: (text) => void states.push(text) };
}
