/** A statement of a service control policy: it only ever denies. https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html */
export interface DenyStatement {
  /** Unique in the organisation's policies: letters and digits, as CloudTrail shows it. */
  Sid: string;
  Effect: "Deny";
  Action?: string | string[];
  NotAction?: string[];
  Resource: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

/** What the statements of every preset are made with. */
export interface PresetSettings {
  /** Regions where anything may be made. */
  regions: readonly string[];
  /** Names of the roles that keep the guardrails, which nobody else may change. */
  guardrailRoles: readonly string[];
}

/** A guardrail: why, and the statements that hold it. */
export interface GuardrailPreset {
  /** The name that configuration uses, for example `leave-organization`. */
  name: string;
  /** What it denies, on one line, for the policy's description. */
  title: string;
  /** What could happen without it. */
  why: string;
  /** The mandatory controls of Control Tower that do the same, so that it is left out beside one. */
  controlTower?: string;
  statements(settings: PresetSettings): DenyStatement[];
}

/**
 * The condition that leaves the guardrails' own roles out: somebody has to be able to set them up, and mend them.
 * Partitions are left open, since a policy of one partition never meets roles of another.
 */
export function exceptGuardrailRoles({ guardrailRoles }: PresetSettings): Required<DenyStatement>["Condition"] {
  return { ArnNotLike: { "aws:PrincipalArn": guardrailRoles.map(roleArn) } };
}

/** ARN of a role by its name, in every account. */
export function roleArn(name: string): string {
  return `arn:*:iam::*:role/${name}`;
}
