import { auditServices } from "./audit-services";
import { encryption } from "./encryption";
import { guardrailRoles } from "./guardrail-roles";
import { iamUsers } from "./iam-users";
import { leaveOrganization } from "./leave-organization";
import type { GuardrailPreset } from "./preset";
import { publicAccess } from "./public-access";
import { regions } from "./regions";
import { rootUser } from "./root-user";

/** Every guardrail there is. A new one is a file here and an entry in this list. */
export const guardrailPresets: readonly GuardrailPreset[] = [
  leaveOrganization,
  rootUser,
  auditServices,
  guardrailRoles,
  iamUsers,
  publicAccess,
  encryption,
  regions,
];

/** Their names, as configuration uses them. */
export const guardrailNames: readonly string[] = guardrailPresets.map(({ name }) => name);
