import { apiCalls } from "../api-calls";
import type { MailRule } from "../mail-rule";

/** Long-lived credentials appear, a second factor goes, or a further identity provider is trusted. */
export function credentials(): MailRule {
  return {
    name: "credentials",
    title: "Credentials of account <account> are made or weakened",
    why: "People are federated and deployments have roles: a user, a key or a provider more is a door more.",
    advice: "Delete the user, key or provider, or put the second factor back, unless somebody can tell what it is for.",
    severity: "critical",
    pattern: apiCalls("iam", [
      "AddClientIDToOpenIDConnectProvider",
      "CreateAccessKey",
      "CreateLoginProfile",
      "CreateOpenIDConnectProvider",
      "CreateSAMLProvider",
      "CreateUser",
      "DeactivateMFADevice",
      "DeleteAccountPasswordPolicy",
      "DeleteVirtualMFADevice",
      "UpdateAccountPasswordPolicy",
      "UpdateLoginProfile",
      "UpdateSAMLProvider",
      "UploadSSHPublicKey",
    ]),
  };
}
