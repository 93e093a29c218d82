import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** One statement of an identity policy. The effect is always Allow: a grant never denies. */
export interface GrantStatement {
  /** Statement id, letters and digits, for example `ReadStudents`. */
  sid: string;
  /** Exact actions, for example `dynamodb:GetItem`; wildcards are refused. */
  actions: string[];
  /** ARNs the actions are limited to. `*` only for actions that take no resource, with `wildcardReason`. */
  resources: pulumi.Input<string>[];
  /** Conditions, by operator and key. */
  conditions?: Record<string, Record<string, pulumi.Input<string> | pulumi.Input<string>[]>>;
  /** Why `*` is right here; required when a resource is `*`. */
  wildcardReason?: string;
}

/**
 * Whoever can be given permissions: a function, a state machine, a pipe. It owns exactly one role, and nobody else can
 * attach that role, since no component accepts a role as an argument.
 */
export interface Grantee {
  /** The grantee's name, for messages. */
  readonly granteeName: string;
  /** ARN of its one role. */
  readonly roleArn: pulumi.Output<string>;
  /**
   * Adds an inline policy with these statements to the role.
   *
   * @param name unique per grantee, becomes the policy's name, for example `read-students`
   * @returns the policy, to depend on where the permission must exist first (an event source mapping)
   */
  grant(name: string, statements: GrantStatement[]): aws.iam.RolePolicy;
}
