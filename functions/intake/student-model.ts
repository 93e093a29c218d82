// Patterns in what ECMA 262 of 1999, Java and Python read alike: no classes of Unicode, no look-behind, no `\s` and no `$`,
// which each of them understands differently. ECMA's see UTF-16 units, so a character beyond the first 65,536 is a pair.

/** Controls, formats, private use, separators of lines, and what is no character: in no text. */
const NEVER =
  "\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u0600-\\u0605\\u061c\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u180e\\u200b-\\u200f" +
  "\\u2028-\\u202e\\u2060-\\u206f\\ue000-\\uf8ff\\ufdd0-\\ufdef\\ufeff\\ufff0-\\ufffb\\ufffe\\uffff";
/** Halves of pairs; where an engine sees characters, halves that stand alone. */
const HALVES = "\\ud800-\\udfff";
const SPACES = " \\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000";
/** Planes that have characters; the tags and what is private or empty are none of these. */
const PAIR = "[\\ud800-\\ud8bf][\\udc00-\\udfff]|\\udb40[\\udd00-\\uddef]";

/** Marks and symbols of the common scripts, which no year has. Dot, slash and dash are not among them. */
const SYMBOLS =
  "\\u0021-\\u002c\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u007e\\u00a1-\\u00a9\\u00ab-\\u00b1\\u00b4\\u00b6-\\u00b8\\u00bb\\u00bf" +
  "\\u00d7\\u00f7\\u0300-\\u036f\\u2010-\\u2027\\u2030-\\u205e\\u207a-\\u207e\\u208a-\\u208e\\u20a0-\\u20ff\\u2190-\\u245f" +
  "\\u249c-\\u24e9\\u2500-\\u2775\\u2794-\\u2bff\\u2e00-\\u2e2e\\u2e30-\\u2fff\\u3001-\\u3004\\u3008-\\u3020\\ufe00-\\ufe6f" +
  "\\uff01-\\uff0f\\uff1a-\\uff20\\uff3b-\\uff40\\uff5b-\\uff65\\uffe0-\\uffee\\ufffc\\ufffd";
/** Pairs without the pictures, among which only a few digits are. */
const PAIR_OF_YEAR =
  "[\\ud800-\\ud83b\\ud83f-\\ud8bf][\\udc00-\\udfff]|\\ud83c[\\udd00-\\udd0c]|\\ud83e[\\udff0-\\udff9]";

const END = "(?![\\s\\S])";
/** Refuses at once what is far too long, before an engine goes through it, which may take a stack as deep as the text is long. */
const notLonger = (most: number) => `(?![\\s\\S]{${2 * most + 1}})`;

const text = (maxLength: number, pattern: string) => ({ type: "string", minLength: 1, maxLength, pattern });

/** One line without spaces around it. */
function line(most: number) {
  const edge = `(?:[^${NEVER}${HALVES}${SPACES}]|${PAIR})`;
  return text(most, `^${notLonger(most)}${edge}(?:(?:[^${NEVER}${HALVES}]|${PAIR})*${edge})?${END}`);
}

/** A year or term: begins with a letter or digit, and ends with no space. */
function year(most: number) {
  const none = `${NEVER}${HALVES}${SPACES}${SYMBOLS}`;
  const each = `(?:[^${none}]|${PAIR_OF_YEAR})`;
  return text(most, `^${notLonger(most)}(?![./-])${each}(?:(?: |${each})*${each})?${END}`);
}

const student = {
  type: "object",
  required: ["Roll", "FirstName", "LastName", "Department", "Year"],
  additionalProperties: false,
  properties: {
    Roll: line(64),
    FirstName: line(100),
    LastName: line(100),
    Department: line(100),
    Year: year(20),
    mobile: text(20, `^\\+?[0-9(][0-9 ()-]{4,}[0-9]${END}`),
  },
};

/**
 * What `POST /students` takes, for the gateway's validator: one student, or up to ten. JSON schema draft 4, the one API
 * Gateway knows. It refuses what the function would refuse, since the caller is gone by then. Left for the function to judge
 * are code points without a character, rare formats beyond the first 65,536, and in `Year` marks of less common scripts.
 *
 * {@link https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html}
 */
export const intakeModel = {
  $schema: "http://json-schema.org/draft-04/schema#",
  title: "Students",
  oneOf: [
    student,
    {
      type: "object",
      required: ["students"],
      additionalProperties: false,
      properties: { students: { type: "array", minItems: 1, maxItems: 10, items: student } },
    },
  ],
};
