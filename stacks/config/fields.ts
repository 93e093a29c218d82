import { Region } from "@pulumi/aws/types/enums";
import * as z from "zod";

/**
 * A text field whose one message, for a wrong type and a wrong form alike, says what is allowed.
 *
 * @param allowed completes "use …", for example `12 digits, in quotes`
 * @param pattern what the whole text must match
 */
export function text(allowed: string, pattern: RegExp) {
  const error = `use ${allowed}`;
  return z.string({ error }).regex(pattern, { error });
}

/** An AWS account id. In quotes, since YAML would drop leading zeros of a number. */
export const accountId = text("12 digits, in quotes", /^\d{12}$/);

/** An e-mail address. */
export const emailAddress = text(
  "an e-mail address such as platform@your-company.com",
  /^[^\s@"<>]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/,
);

/** An AWS region that the provider knows. https://docs.aws.amazon.com/general/latest/gr/rande.html */
export const region = z.enum(Object.values(Region) as [string, ...string[]], {
  error: `use an AWS region: ${Object.values(Region).join(", ")}`,
});

/** A key that people choose (an account's, owner's or domain's name). */
export const shortName = text(
  "1 to 24 lower-case letters, digits and hyphens, a letter first",
  /^[a-z](?:[a-z0-9-]{0,22}[a-z0-9])?$/,
);

/** Name of an IAM role. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const roleName = text("the name of an IAM role", /^[\w+=,.@-]{1,64}$/);

/** What may stand before the name of a zone. */
export const dnsLabels = /^[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?$/;

/** A DNS name of at least two labels. */
export const domainName = text(
  "a DNS name such as example.com, in lower case",
  /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
);

/** A calendar day. In quotes, since the engine's YAML would read a timestamp. */
export const day = z.string({ error: "use a day such as '2027-06-30', in quotes" }).refine(isDay, {
  error: "use a day such as '2027-06-30', in quotes",
});

function isDay(value: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

/** Tags, in the form that every AWS service takes. https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
export const tags = z.record(
  text("a tag key of 1 to 128 letters, digits and _.:/=+-@, not starting with aws:", /^(?!aws:)[\w.:/=+@ -]{1,128}$/i),
  text("a tag value of up to 256 letters, digits, spaces and _.:/=+-@", /^[\w.:/=+@ -]{0,256}$/),
);
