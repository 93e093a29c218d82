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
export interface SecurityEnvironment extends OfKind<"security"> {
  centralIdentity?: SecurityConfiguration["centralIdentity"];
}
/** What an account's baseline knows. */
export interface BaselineEnvironment extends OfKind<"baseline"> {
  quotas: BaselineConfiguration["quotas"];
  deployments?: BaselineConfiguration["deployments"];
  authorizerRole?: BaselineConfiguration["authorizerRole"];
}

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
  const common = {
    ...toStackEnvironment(stack, platform, values),
    structure: toOrganizationStructure(platform, values.account, guardrailNames),
  };
  switch (values.kind) {
    case "management":
      return { ...common, kind: values.kind };
    case "security":
      return { ...common, kind: values.kind, centralIdentity: values.centralIdentity };
    case "baseline":
      return {
        ...common,
        kind: values.kind,
        quotas: values.quotas,
        deployments: values.deployments,
        authorizerRole: values.authorizerRole,
      };
  }
}
