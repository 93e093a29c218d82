import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Grantee } from "../access/grantee";
import type { Account } from "../account";
import type { Value } from "./value";

/** The machine as a call sees it that gives it permissions. */
export interface CallingMachine extends Grantee {
  /** The machine's own ARN, known before it is made. */
  readonly ownArn: pulumi.Output<string>;
  readonly account: Account;
}

/** A permission that a call needs. Calls that need the same one share it. */
export interface CallPermission {
  /** Equal for equal permissions, for example `invoke-seed`. */
  id: string;
  give(machine: CallingMachine): aws.iam.RolePolicy;
}

/** What a task runs: made by the functions in `components/workflow/calls`. */
export interface Call {
  /** What follows `arn:<partition>:states:::`, for example `lambda:invoke`; or a whole ARN, of an activity. */
  resource: pulumi.Input<string>;
  /**
   * Whether the state goes on at once with the answer (`request`), waits for the work (`sync`), for a token to come back
   * (`token`) or for a worker (`activity`). Express machines know `request` only.
   */
  pattern: "request" | "sync" | "token" | "activity";
  arguments?: Value;
  /** What the state gives on, unless it says otherwise. Default the call's whole answer. */
  output?: Value;
  permissions: CallPermission[];
  /** Names of errors that pass by themselves, which are retried by default. Never empty. */
  transientErrors: string[];
  /** Seconds after which it is given up, unless the state says otherwise. */
  timeoutSeconds?: number;
}
