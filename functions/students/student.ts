import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import * as z from "zod/mini";

/** One line of printable text without spaces around it, 1 to `most` characters long. */
function line(most: number) {
  const rule = `must be a text of 1 to ${most} characters, without line breaks or spaces around it`;
  return z
    .string({ error: (issue) => (issue.input === undefined ? "is missing" : rule) })
    .check(z.maxLength(most, rule), z.regex(/^(?!\s)[^\p{C}\p{Zl}\p{Zp}]+(?<!\s)$/u, rule));
}

const YEAR = "must be a year or term of 1 to 20 letters, digits, spaces, dots, slashes or dashes, such as 2026 or 3rd";
const MOBILE = "must be a telephone number of 6 to 20 digits, spaces, dashes or brackets, such as +1 555 0100";

/** The table's partition key: the number a student is enrolled under. */
export const rollSchema = line(64);

/** A student as callers send it and as the table holds it. `mobile` came with the second version and is optional. */
export const studentSchema = z.strictObject(
  {
    Roll: rollSchema,
    FirstName: line(100),
    LastName: line(100),
    Department: line(100),
    Year: line(20).check(z.regex(/^[\p{L}\p{N}][\p{L}\p{N} ./-]*$/u, YEAR)),
    mobile: z.optional(
      z.string({ error: MOBILE }).check(z.maxLength(20, MOBILE), z.regex(/^\+?[0-9(][0-9 ()-]{4,}[0-9]$/, MOBILE)),
    ),
  },
  {
    error: (issue) =>
      issue.code === "unrecognized_keys" ? undefined : "must be a JSON object with a student's fields",
  },
);

/** A student. */
export type Student = z.infer<typeof studentSchema>;

const FIELDS = Object.keys(studentSchema.shape) as (keyof Student)[];

/** Where an item comes from; beside the student's fields, and never given to callers. */
export interface Origin {
  /** The id of the request that brought it, which every log of what comes of it has. */
  correlationId?: string;
  /** When it was asked for, in milliseconds since 1970. */
  queuedAt: number;
}

/**
 * The item that stands for a student in the table.
 *
 * @param origin default none, as in items of an older version
 */
export function toItem(student: Student, origin?: Origin): Record<string, AttributeValue> {
  return {
    ...Object.fromEntries(
      FIELDS.filter((field) => student[field] !== undefined).map((field) => [field, { S: student[field]! }]),
    ),
    ...(origin?.correlationId && { correlationId: { S: origin.correlationId } }),
    ...(origin && { queuedAt: { N: String(origin.queuedAt) } }),
  };
}

/**
 * The student that an item stands for: its known fields, so items of an older version are complete without `mobile`.
 *
 * @param item an item of the table, or an image of one in its stream
 */
export function toStudent(item: Record<string, { S?: string | undefined }>): Student {
  return Object.fromEntries(
    FIELDS.filter((field) => item[field]?.S !== undefined).map((field) => [field, item[field]!.S!]),
  ) as Student;
}
