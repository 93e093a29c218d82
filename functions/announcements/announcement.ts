import type { Student } from "../students/student";

/** A mail about a new student, as SNS takes it. */
export interface Announcement {
  Subject: string;
  Message: string;
}

/** SNS wants less than 100 characters of ASCII without line breaks, beginning with a letter, digit or mark. */
const LONGEST_SUBJECT = 99;

/**
 * The mail about a new student. Never has `mobile`: mail leaves the platform's protection.
 *
 * {@link https://docs.aws.amazon.com/sns/latest/api/API_Publish.html}
 */
export function announcement({ Roll, FirstName, LastName, Department, Year }: Student): Announcement {
  return {
    Subject: `New student ${ascii(Roll)}`.slice(0, LONGEST_SUBJECT),
    Message: [`Roll: ${Roll}`, `Name: ${FirstName} ${LastName}`, `Department: ${Department}`, `Year: ${Year}`].join(
      "\n",
    ),
  };
}

/** Accents go, whatever else a subject may not hold becomes a question mark. */
function ascii(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\x20-\x7e]/gu, "?");
}
