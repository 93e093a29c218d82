import { resourceRule } from "../core/rule";
import { isUnknown } from "../core/unknown";

const pool = "aws:cognito/userPool:UserPool";

export const passwordPolicy = resourceRule({
  name: "cognito-password-policy",
  title: "The password policy asks for at least 8 characters with upper case, lower case, number and symbol",
  why: "Weak passwords are guessed from lists. It must be stated: a policy given in part turns the rest off.",
  severity: "medium",
  ids: ["AwsSolutions-COG1", "FSBP Cognito.3"],
  fix: "Set passwordPolicy with minimumLength and the four require… properties.",
  url: "https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html",
  settings: { minimumLength: { type: "integer", minimum: 6, default: 8, description: "Least length of a password." } },
  types: [pool],
  check: (userPool, { minimumLength }) => {
    if (isUnknown(userPool.read("passwordPolicy"))) return undefined;
    return [
      userPool.mustBeAtLeast("passwordPolicy.minimumLength", minimumLength),
      userPool.mustBeTrue("passwordPolicy.requireLowercase"),
      userPool.mustBeTrue("passwordPolicy.requireUppercase"),
      userPool.mustBeTrue("passwordPolicy.requireNumbers"),
      userPool.mustBeTrue("passwordPolicy.requireSymbols"),
    ];
  },
});

export const mfa = resourceRule({
  name: "cognito-mfa",
  title: "A user pool's mfaConfiguration is ON",
  why: "A password that has leaked is then not enough. OPTIONAL leaves it to each user, who leaves it.",
  severity: "medium",
  ids: ["AwsSolutions-COG2", "guard COGNITO_USER_POOL_MFA_CONFIGURATION_RULE"],
  fix: "Set mfaConfiguration to ON, with softwareTokenMfaConfiguration.",
  url: "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html",
  types: [pool],
  check: (userPool) => userPool.mustBeOneOf("mfaConfiguration", ["ON"]),
});

export const threatProtection = resourceRule({
  name: "cognito-threat-protection",
  title: "userPoolAddOns.advancedSecurityMode is ENFORCED",
  why: "It stops sign-ins with leaked passwords and from places the user never was; AUDIT only writes them down.",
  severity: "medium",
  ids: ["Security Hub Cognito.1", "AwsSolutions-COG8", "AwsSolutions-COG3"],
  fix: "Set userPoolAddOns.advancedSecurityMode to ENFORCED (with the Plus feature plan).",
  url: "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-threat-protection.html",
  types: [pool],
  check: (userPool) => userPool.mustBeOneOf("userPoolAddOns.advancedSecurityMode", ["ENFORCED"]),
});

export const unauthenticatedIdentities = resourceRule({
  name: "cognito-unauth-identities",
  title: "allowUnauthenticatedIdentities is not true",
  why: "It gives AWS credentials to anybody who asks.",
  severity: "high",
  ids: ["AwsSolutions-COG7", "FSBP Cognito.2", "CKV_AWS_366", "guard COGNITO_ALLOW_UNAUTHENTICATED_IDENTITIES_RULE"],
  fix: "Leave allowUnauthenticatedIdentities out.",
  url: "https://docs.aws.amazon.com/cognito/latest/developerguide/identity-pools.html",
  types: ["aws:cognito/identityPool:IdentityPool"],
  check: (identityPool) => identityPool.mustNotBeTrue("allowUnauthenticatedIdentities"),
});
