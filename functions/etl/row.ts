import type { Student } from "../students/student";

/** A row of the warehouse's table of students, by its column names. */
export interface Row {
  /** The table's key. */
  roll: string;
  first_name: string;
  last_name: string;
  department: string;
  year: string;
  /** When the source changed, ISO 8601 in UTC. */
  changed_at: string;
  /** The change's place in the stream, 40 digits, so that comparing texts compares numbers. */
  sequence: string;
  deleted: false;
}

/** What becomes of a row whose student was removed: it stays, with its values, and says so. */
export interface RemovedRow extends Pick<Row, "roll" | "changed_at" | "sequence"> {
  deleted: true;
}

/** Where and when a change happened. */
export interface Place {
  changedAt: string;
  sequence: string;
}

/**
 * The row of a student. `mobile` stays behind: a warehouse is read by more people than the source, and no report needs it.
 * Texts are in Unicode's composed form, so that the same name groups as one.
 */
export function toRow(student: Student, { changedAt, sequence }: Place): Row {
  return {
    roll: student.Roll,
    first_name: student.FirstName.normalize("NFC"),
    last_name: student.LastName.normalize("NFC"),
    department: student.Department.normalize("NFC"),
    year: student.Year.normalize("NFC"),
    changed_at: changedAt,
    sequence,
    deleted: false,
  };
}
