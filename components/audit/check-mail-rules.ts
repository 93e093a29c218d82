import { inputChecks } from "../input-checks";
import { LONGEST_PATTERN } from "./event-pattern";
import type { MailRule } from "./mail-rule";

const QUOTAS = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html";

/**
 * Refuses rules that EventBridge would refuse, and two of one name.
 *
 * @throws InputError for the first
 */
export function checkMailRules(component: string, name: string, rules: MailRule[]): void {
  const check = inputChecks(component, name);
  if (rules.length === 0) check.fail("rules", rules, "give at least one");
  const names = new Set<string>();
  for (const rule of rules) {
    check.matches(
      "rules.name",
      rule.name,
      /^[a-z][a-z0-9-]{0,40}$/,
      "up to 41 lower-case letters, digits and -",
      QUOTAS,
    );
    if (names.has(rule.name)) check.fail("rules.name", rule.name, "give each rule a name of its own");
    names.add(rule.name);
    const length = JSON.stringify(rule.pattern).length;
    if (length > LONGEST_PATTERN)
      check.fail(`rules ${rule.name}.pattern`, `${length} characters`, `use at most ${LONGEST_PATTERN} (${QUOTAS})`);
  }
}
