import type { MailRule, MailRuleNames } from "../mail-rule";
import { credentials } from "./credentials";
import { deployments } from "./deployments";
import { detectionChanges } from "./detection-changes";
import { guardrailRoles } from "./guardrail-roles";
import { identityPolicies } from "./identity-policies";
import { keyChanges } from "./key-changes";
import { networkChanges } from "./network-changes";
import { organizationChanges } from "./organization-changes";
import { publicAccess } from "./public-access";
import { rootSignIn } from "./root-sign-in";
import { rootUse } from "./root-use";
import { serviceHealth } from "./service-health";
import { signInWithoutMfa } from "./sign-in-without-mfa";
import { trailChanges } from "./trail-changes";
import { unhealthySystems } from "./unhealthy-systems";

/** What happens in any account and is mailed from the security account, which it is forwarded to. */
export function activityRules(names: MailRuleNames): MailRule[] {
  return [
    rootSignIn(),
    rootUse(),
    signInWithoutMfa(),
    trailChanges(),
    detectionChanges(),
    keyChanges(),
    identityPolicies(names),
    credentials(),
    guardrailRoles(),
    organizationChanges(),
    networkChanges(names),
    publicAccess(),
    deployments(names),
    unhealthySystems(),
    serviceHealth(),
  ];
}
