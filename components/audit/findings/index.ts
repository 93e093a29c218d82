import type { MailRule } from "../mail-rule";
import { accessFindings } from "./access-findings";
import { guardDutyFindings } from "./guard-duty-findings";
import { securityHubFindings } from "./security-hub-findings";

/** What the services find that the security account administers; it gets the findings of all accounts itself. */
export function findingRules(): MailRule[] {
  return [guardDutyFindings(), securityHubFindings(), accessFindings()];
}
