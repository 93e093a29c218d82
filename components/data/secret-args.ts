import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Function as LambdaFunction } from "../compute/function";
import type { Key } from "../encryption/key";
import type { Removal } from "../removal";

/** How a secret is changed regularly. https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html */
export interface SecretRotationArgs {
  /** Makes and tests the new value, step by step. It gets what it needs on this one secret. */
  function: LambdaFunction;
  /** Days between two rotations, 1 to 90. Default 30. */
  automaticallyAfterDays?: number;
}

export interface SecretArgs {
  /** Encrypts the value. */
  key: Key;
  /** Name of the secret, for example `dev/web-service`: up to 512 letters, digits and `/_+=.@-`. */
  secretName: string;
  /** What the secret opens, for people. */
  description: string;
  /**
   * The first value, kept secret in state. Later values, an operator's or the rotation's, are left as they are. Default
   * none: the secret is empty until somebody puts one in.
   */
  value?: pulumi.Input<string>;
  /** Changes the value regularly. Leaving it out needs `withoutRotation`. */
  rotation?: SecretRotationArgs;
  /** Why nothing changes the value regularly; the policy pack wants an exception too. */
  withoutRotation?: string;
  /** Days in which a deleted secret can be brought back, 7 to 30. Default 30, or 7 with `removal: "destroy"`. */
  recoveryWindowDays?: number;
  /** Default `retain`. */
  removal?: Removal;
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Merged over the defaults; the encryption stays. */
  overrides?: { secret?: Partial<aws.secretsmanager.SecretArgs> };
}
