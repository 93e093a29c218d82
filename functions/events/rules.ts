import * as z from "zod/mini";

const VALUES = "must be a text or a list of texts";
const KEYS = "must have the keys type, source or detail.<path>";

const values = z.union([z.string(), z.array(z.string()).check(z.minLength(1, VALUES))], VALUES);
const name = (most: number) =>
  z.string("must be a text").check(z.minLength(1, "is empty"), z.maxLength(most, "is too long"));

const ruleSchema = z.strictObject({
  name: name(128),
  match: z.record(z.string().check(z.regex(/^(?:type|source|detail(?:\.[^.]+)+)$/, KEYS)), values, KEYS),
  target: name(140),
  continue: z.optional(z.boolean("must be true or false")),
});

/** The document that says where events go. */
const documentSchema = z.strictObject({
  version: z.literal(1, "must be 1"),
  rules: z.array(ruleSchema, "must be a list of rules").check(z.maxLength(1000, "must have at most 1000 rules")),
  default: name(140),
});

/** A valid document. */
export type Rules = z.infer<typeof documentSchema>;

/**
 * The schema of a document of this stack: its names are unique, and every target is known. A rule could otherwise name any
 * function, and the router be asked to call what its role must not.
 *
 * @param targets names that a rule may use, for example `table`
 */
export function rulesSchema(targets: readonly string[]): z.ZodMiniType<Rules> {
  return documentSchema.check(({ value, issues }) => {
    const known = new Set(targets);
    const refuse = (path: PropertyKey[], message: string) =>
      issues.push({ code: "custom", input: value, path, message });
    const refuseTarget = (path: PropertyKey[], target: string) => {
      if (!known.has(target)) refuse(path, `must be one of ${targets.join(", ")}`);
    };
    const seen = new Set<string>();
    value.rules.forEach((rule, index) => {
      if (seen.has(rule.name)) refuse(["rules", index, "name"], "must be unique");
      seen.add(rule.name);
      refuseTarget(["rules", index, "target"], rule.target);
    });
    refuseTarget(["default"], value.default);
  });
}
