import * as fc from "fast-check";
import type { Student } from "../../../functions/students/student";

/** A student that is valid. */
export const asha: Student = {
  Roll: "10303",
  FirstName: "Asha",
  LastName: "O'Neill",
  Department: "Computer Science",
  Year: "3rd",
  mobile: "+1 555 0100",
};

/** The same student as version 1 knew it. */
export function withoutMobile(student: Student): Student {
  return Object.fromEntries(Object.entries(student).filter(([field]) => field !== "mobile")) as Student;
}

const line = (most: number) =>
  fc
    .string({ unit: "grapheme", minLength: 1, maxLength: most })
    .filter((text) => text.length <= most && text.trim() === text && !/[\p{C}\p{Zl}\p{Zp}]/u.test(text));

/** Valid students, with quotes, backslashes, templates and every script in their names. */
export const students: fc.Arbitrary<Student> = fc
  .record({
    Roll: line(64),
    FirstName: fc.oneof(line(100), fc.constantFrom(`"`, "\\", "'", "\\'", "$util", "#set($x = 1)", "</script>", "𝒳")),
    LastName: line(100),
    Department: line(100),
    Year: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9./-]{0,19}$/),
    mobile: fc.option(fc.stringMatching(/^\+?[0-9][0-9 -]{4,15}[0-9]$/), { nil: undefined }),
  })
  .map(({ mobile, ...student }) => (mobile === undefined ? student : { ...student, mobile }));

/** Anything at all: JSON values, and objects that look nearly like a student. */
export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue(),
  fc.anything(),
  fc.record(
    {
      Roll: fc.anything(),
      FirstName: fc.anything(),
      LastName: fc.string({ unit: "binary" }),
      Department: fc.string({ unit: "binary" }),
      Year: fc.string(),
      mobile: fc.anything(),
      __proto__: fc.anything(),
    },
    { requiredKeys: [] },
  ),
);
