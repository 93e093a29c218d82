/** SNS wants less than 100 characters of ASCII without line breaks, beginning with a letter, digit or mark. */
const LONGEST_SUBJECT = 99;

/**
 * A subject that SNS takes for an e-mail: accents go, whatever else it may not hold becomes a question mark, and what is
 * too long is cut.
 *
 * {@link https://docs.aws.amazon.com/sns/latest/api/API_Publish.html}
 */
export function asciiSubject(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\x20-\x7e]/gu, "?")
    .trimStart()
    .slice(0, LONGEST_SUBJECT);
}
