import type * as aws from "@pulumi/aws";
import { CLOUDTRAIL_FIELDS, type MailRule } from "./mail-rule";

/** Where the sections about the mails are, from the root of the clone that deploys. */
const GUIDE = "docs/security.md";

/**
 * Turns an event into the text of a mail. Each line of the template is a JSON string; EventBridge puts the values in and
 * joins the lines. A field that the event lacks stays empty.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function mailText(rule: MailRule): aws.types.input.cloudwatch.EventTargetInputTransformer {
  const fields = Object.entries(rule.fields ?? CLOUDTRAIL_FIELDS);
  const lines = [
    rule.title,
    "Account: <account>, region: <region>, at <time>",
    ...fields.map(([label]) => `${label}: <${variable(label)}>`),
    `Why: ${rule.why}`,
    `What to do: ${rule.advice}`,
    `More: ${rule.more ?? `${GUIDE}#${rule.name}`}`,
  ];
  return {
    inputPaths: {
      account: "$.account",
      region: "$.region",
      time: "$.time",
      ...Object.fromEntries(fields.map(([label, path]) => [variable(label), path])),
    },
    inputTemplate: lines.map((line) => JSON.stringify(line)).join("\n"),
  };
}

/** `Second factor` → `second-factor`: the names that a template may use. */
function variable(label: string): string {
  return label.toLowerCase().replace(/[^a-z0-9]+/g, "-");
}
