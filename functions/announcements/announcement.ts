import { asciiSubject } from "../shared/ascii-subject";
import type { Student } from "../students/student";

/** A mail about a new student, as SNS takes it. */
export interface Announcement {
  Subject: string;
  Message: string;
}

/**
 * The mail about a new student. Never has `mobile`: mail leaves the platform's protection.
 *
 * {@link https://docs.aws.amazon.com/sns/latest/api/API_Publish.html}
 */
export function announcement({ Roll, FirstName, LastName, Department, Year }: Student): Announcement {
  return {
    Subject: asciiSubject(`New student ${Roll}`),
    Message: [`Roll: ${Roll}`, `Name: ${FirstName} ${LastName}`, `Department: ${Department}`, `Year: ${Year}`].join(
      "\n",
    ),
  };
}
