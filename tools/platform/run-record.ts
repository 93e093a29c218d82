import * as fs from "node:fs";
import * as path from "node:path";
import type { StackVerb } from "./stack-runner";

/** What is remembered of one stack of a run. */
export interface RecordedStack {
  /** `running` is also what an orchestrator leaves behind that was killed. */
  state: "waiting" | "running" | "succeeded" | "failed";
  /** Of what it was run with: another program or configuration is another deployment. */
  fingerprint: string;
}

/** What is remembered of the last run of a verb, so that `--resume` can finish it. */
export interface RunRecord {
  version: 1;
  verb: StackVerb;
  startedAt: string;
  stacks: Record<string, RecordedStack>;
}

const fileOf = (folder: string, verb: StackVerb) => path.join(folder, "runs", `${verb}.json`);

/**
 * The last run of a verb; `undefined` where there is none, or none that this version can read.
 *
 * @param folder `.platform`
 */
export function readRunRecord(folder: string, verb: StackVerb): RunRecord | undefined {
  try {
    const record = JSON.parse(fs.readFileSync(fileOf(folder, verb), "utf8")) as RunRecord;
    return record.version === 1 ? record : undefined;
  } catch {
    return undefined;
  }
}

/** Writes the record anew and renames it, so that it is whole whenever the orchestrator is killed. */
export function writeRunRecord(folder: string, record: RunRecord): void {
  const file = fileOf(folder, record.verb);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(`${file}.new`, `${JSON.stringify(record, undefined, 2)}\n`);
  fs.renameSync(`${file}.new`, file);
}
