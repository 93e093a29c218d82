import * as z from "zod/mini";

/** What a value may be: a text, a number, yes or no, or a list of texts. */
export type AttributeValue = string | number | boolean | string[];

/** A user's attributes, as callers send them and get them back. */
export type Attributes = Record<string, AttributeValue>;

/** Attributes as a merge takes them: `null` takes one away. */
export type AttributeChanges = Record<string, AttributeValue | null>;

/** Attributes that only the user may read in clear: the functions encrypt them before they are stored. */
export const SENSITIVE = ["mobile", "birthdate"] as const;

/** Characters of a text, and of one in a list; entries of a list. */
const LONGEST_TEXT = 1000;
const LONGEST_ENTRY = 200;
const MOST_ENTRIES = 20;

/** What the table or the token says of a user, and names that programs trip over. */
const RESERVED = new Set(
  "sub id userid user_id username owner scope scopes role roles groups permissions revision createdat updatedat constructor prototype".split(
    " ",
  ),
);

const NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
const NAME_RULE = "is not a name of an attribute: use a letter, then up to 63 letters, digits and underscores";
const VALUE_RULE = `must be a text of up to ${LONGEST_TEXT} characters, a number, true, false, or a list of up to ${MOST_ENTRIES} texts of up to ${LONGEST_ENTRY}`;
const NAME_TEXT = "must be a text of 1 to 100 characters, without line breaks or spaces around it";
const MOBILE = "must be a telephone number of 6 to 20 digits, spaces, dashes or brackets, such as +1 555 0100";
const BIRTHDATE = "must be a day of the past since 1900, such as 1990-12-31";
const LOCALE = "must be a language, such as en or pt-BR";

const text = (rule: string, pattern: RegExp) => z.string({ error: rule }).check(z.regex(pattern, rule));
const name = text(NAME_TEXT, /^(?!\s)[^\p{C}\p{Zl}\p{Zp}]{1,100}(?<!\s)$/u);

/** Attributes whose form is known. Others are any value within the limits. */
const KNOWN = {
  displayName: name,
  givenName: name,
  familyName: name,
  mobile: text(MOBILE, /^(?=.{6,20}$)\+?[0-9(][0-9 ()-]{4,}[0-9]$/),
  birthdate: text(BIRTHDATE, /^\d{4}-\d{2}-\d{2}$/).check(z.refine(isPastDay, BIRTHDATE)),
  locale: text(LOCALE, /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/),
} as const;

const anyText = (longest: number) =>
  z.string().check(
    z.maxLength(longest, VALUE_RULE),
    // Control characters but tab and line break, and halves of surrogate pairs, which no store gives back as they were.
    z.refine((value) => !/[^\P{Cc}\t\n\r]|\p{Cs}/u.test(value), VALUE_RULE),
  );
const numberValue = z.number().check(z.refine((value) => value === 0 || inRange(Math.abs(value)), VALUE_RULE));
const other = z.union(
  [
    anyText(LONGEST_TEXT),
    numberValue,
    z.boolean(),
    z.array(anyText(LONGEST_ENTRY)).check(z.maxLength(MOST_ENTRIES, VALUE_RULE)),
  ],
  { error: VALUE_RULE },
);

type Shape = Record<string, z.ZodMiniType<AttributeValue | null | undefined>>;

/** A JSON object with names that attributes may have, and not more than so many. */
function named(most: number) {
  return z
    .custom<Record<string, unknown>>(
      (value) => typeof value === "object" && value !== null && !Array.isArray(value),
      "must be a JSON object with a user's attributes",
    )
    .check((context) => {
      const names = Object.keys(context.value);
      const say = (message: string, path: string[] = []) =>
        context.issues.push({ code: "custom", input: context.value, message, path });
      if (names.length > most) say(`must have at most ${most} attributes`);
      for (const each of names) {
        if (!NAME.test(each)) say(`${JSON.stringify(each.slice(0, 40))} ${NAME_RULE}`);
        else if (RESERVED.has(each.toLowerCase())) say("belongs to the system and cannot be set", [each]);
      }
    });
}

function schemaOf<T>(most: number, shape: Shape, rest: z.ZodMiniType<AttributeValue | null>): z.ZodMiniType<T> {
  return z.pipe(named(most), z.catchall(z.object(shape), rest) as never) as unknown as z.ZodMiniType<T>;
}

/**
 * The schema of all of a user's attributes.
 *
 * @param most how many a user may have
 */
export function attributesSchema(most: number): z.ZodMiniType<Attributes> {
  const shape = Object.fromEntries(Object.entries(KNOWN).map(([field, schema]) => [field, z.optional(schema)]));
  return schemaOf<Attributes>(most, shape, other);
}

/**
 * The schema of changes to a user's attributes.
 *
 * @param most how many a user may have
 */
export function changesSchema(most: number): z.ZodMiniType<AttributeChanges> {
  const shape = Object.fromEntries(
    Object.entries(KNOWN).map(([field, schema]) => [field, z.optional(z.nullable(schema))]),
  );
  return schemaOf<AttributeChanges>(most, shape, z.union([z.null(), other], { error: VALUE_RULE }));
}

/** DynamoDB's numbers begin and end elsewhere than JavaScript's. */
function inRange(size: number): boolean {
  return size >= 1e-100 && size <= 1e100;
}

function isPastDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return (
    !Number.isNaN(time) && new Date(time).toISOString().startsWith(day) && day >= "1900-01-01" && time <= Date.now()
  );
}
