import * as fs from "node:fs";
import * as path from "node:path";
import { OUTPUTS_FILE } from "./outputs-file";

/** What says which emulator a state belongs to, and whether the last deployment ended. */
interface Marker {
  /** The emulators' generation: a state of another one describes resources that are gone. */
  generation: string;
  /** False from the start of a deployment to its end. */
  complete: boolean;
}

const MARKER = "deployment.json";

/** How the last deployment into this sandbox ended; `undefined` before the first. */
export function readMarker(folder: string): Marker | undefined {
  try {
    return JSON.parse(fs.readFileSync(path.join(folder, MARKER), "utf8")) as Marker;
  } catch {
    return undefined;
  }
}

export function writeMarker(folder: string, marker: Marker): void {
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, MARKER);
  fs.writeFileSync(`${file}.new`, JSON.stringify(marker));
  fs.renameSync(`${file}.new`, file);
}

/** Forgets what was deployed: the engine's state, the outputs, the passphrase. The emulators are not touched. */
export function discardState(folder: string): void {
  for (const name of ["state", "work", "accounts", OUTPUTS_FILE, "passphrase", MARKER]) {
    fs.rmSync(path.join(folder, name), { recursive: true, force: true });
  }
}
