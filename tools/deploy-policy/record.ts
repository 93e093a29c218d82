import * as fs from "node:fs";
import * as path from "node:path";

/** What was recorded for each type of resource: operations as `service:Operation`. */
export type RecordedOperations = Readonly<Record<string, readonly string[]>>;

/** What no recording has shown. */
export interface Unrecorded {
  /** Operations, as in the record. */
  operations?: readonly string[];
  /** IAM actions without an operation of their own: those that AWS asks for on behalf of another one. */
  actions?: readonly string[];
  /** Why they are not in the record. */
  reason: string;
  /** Where AWS says so. */
  page: string;
}

export type UnrecordedOperations = Readonly<Record<string, Unrecorded>>;

const FOLDER = path.join(__dirname, "../../policies/deploy");
export const RECORD_FILE = path.join(FOLDER, "recorded.json");
export const UNRECORDED_FILE = path.join(FOLDER, "unrecorded.json");
export const POLICY_FILE = path.join(__dirname, "../../policies/deploy-policy.json");

export const BOUNDARY_FILE = path.join(__dirname, "../../policies/workload-boundary.json");

/** Reads the committed record, written by `npm run sandbox -- record`. */
export function readRecord(): RecordedOperations {
  return JSON.parse(fs.readFileSync(RECORD_FILE, "utf8")) as RecordedOperations;
}

/** Reads what was written by hand beside it. */
export function readUnrecorded(): UnrecordedOperations {
  return JSON.parse(fs.readFileSync(UNRECORDED_FILE, "utf8")) as UnrecordedOperations;
}
