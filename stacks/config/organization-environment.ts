import { guardrailNames } from "../../components/organization/scp-presets";
import { toStackEnvironment, type StackEnvironment } from "./environment";
import { toOrganizationStructure, type OrganizationStructure } from "./organization-structure";
import type { PlatformConfiguration } from "./platform-schema";
import type { BaselineConfiguration, ManagementConfiguration, SecurityConfiguration, StackKind } from "./stack-schema";

interface OfKind<Kind extends StackKind> extends StackEnvironment {
  kind: Kind;
  structure: OrganizationStructure;
}

/** What the management stack knows. */
export type ManagementEnvironment = OfKind<"management">;
/** What the security stack knows. */
export type SecurityEnvironment = OfKind<"security">;
/** What an account's baseline knows. */
export type BaselineEnvironment = OfKind<"baseline">;

/** What a stack knows that is no workload: where it goes, and the organisation around it. */
export type OrganizationEnvironment = ManagementEnvironment | SecurityEnvironment | BaselineEnvironment;

/** The values such an environment is made from, already checked. */
export interface OrganizationEnvironmentParts {
  stack: string;
  platform: PlatformConfiguration;
  values: ManagementConfiguration | SecurityConfiguration | BaselineConfiguration;
}

/**
 * Puts the environment of a management, security or baseline stack together.
 *
 * @param parts the two files' values; cross-references must exist
 */
export function toOrganizationEnvironment({
  stack,
  platform,
  values,
}: OrganizationEnvironmentParts): OrganizationEnvironment {
  return {
    ...toStackEnvironment(stack, platform, values),
    kind: values.kind,
    structure: toOrganizationStructure(platform, values.account, guardrailNames),
  };
}
