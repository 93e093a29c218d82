import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { checkLogRetention } from "../compute/log-retention";
import type { Key } from "../encryption/key";
import { inputChecks } from "../input-checks";
import { checkDefinition } from "./check-definition";
import type { Scope } from "./state";

export const STATE_MACHINE_TYPE = "platform:workflow:StateMachine";

export interface StateMachineArgs extends Scope {
  /** Encrypts definition, history and log. One of its services must be `states`. */
  key: Key;
  /** What it is for, in a sentence. */
  description: string;
  /** Physical name, 1 to 80 letters, digits, `-` and `_`. Default the component's name. */
  machineName?: string;
  /**
   * `STANDARD` runs each step once, for up to a year; `EXPRESS` at least once, for up to five minutes, cheaply and often.
   * Default `STANDARD`. https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html
   */
  type?: "STANDARD" | "EXPRESS";
  /** Seconds after which an execution is ended, 1 to 31,536,000; Express at most 300. Default 3,600, or 300. */
  timeoutSeconds?: number;
  /** State that gets `{ error, input }` of an error that no other rule catches. Default one that fails with it, by its name. */
  onError?: string;
  /** What is logged. `OFF` needs `production: false`. Default `ALL`. https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html */
  logLevel?: "ALL" | "ERROR" | "FATAL" | "OFF";
  /** Whether input and output of states are logged too. They may be personal data. Default false. */
  logExecutionData?: boolean;
  /** Days that the log is kept. Default 30. */
  logRetentionDays?: number;
  /** False where executions may go unlogged. Default true. */
  production?: boolean;
  /** X-Ray. Default true. */
  tracing?: boolean;
  /** Seconds for which a data key is used again before KMS is asked for another, 60 to 900. Default 300. */
  dataKeyReuseSeconds?: number;
  /** ARN of the managed policy that bounds the role. */
  permissionsBoundary?: pulumi.Input<string>;
  tags?: Record<string, pulumi.Input<string>>;
  /** Merged over the defaults; definition, role and encryption stay. */
  overrides?: {
    machine?: Partial<Omit<aws.sfn.StateMachineArgs, "definition" | "roleArn">>;
    logGroup?: Partial<aws.cloudwatch.LogGroupArgs>;
    role?: Partial<Omit<aws.iam.RoleArgs, "assumeRolePolicy" | "inlinePolicies" | "managedPolicyArns">>;
  };
}

const PAGE = "https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html";
const QUOTAS = "https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html";
const YEAR_SECONDS = 31_536_000;
const EXPRESS_SECONDS = 300;

/** The timeout that applies. */
export function timeoutOf(args: StateMachineArgs): number {
  return args.timeoutSeconds ?? (args.type === "EXPRESS" ? EXPRESS_SECONDS : 3600);
}

/**
 * Refuses what Step Functions would refuse, or run otherwise than it reads.
 *
 * @throws InputError for the first fault
 */
export function checkStateMachineArgs(name: string, args: StateMachineArgs): void {
  const check = inputChecks(STATE_MACHINE_TYPE, name);
  const machineName = args.machineName ?? name;
  const nameField = args.machineName === undefined ? "name, which is the default machineName," : "machineName";
  check.matches(nameField, machineName, /^[A-Za-z0-9_-]{1,80}$/, "1 to 80 letters, digits, - and _", PAGE);
  if (!args.description) check.fail("description", args.description, "say what the machine is for");
  check.oneOf("type", args.type, ["STANDARD", "EXPRESS"], PAGE);
  check.oneOf("logLevel", args.logLevel, ["ALL", "ERROR", "FATAL", "OFF"], PAGE);
  if (args.logLevel === "OFF" && args.production !== false)
    check.fail(
      "logLevel",
      "OFF",
      "use FATAL at least: production is never without a log; elsewhere set production: false",
    );
  const longest = args.type === "EXPRESS" ? EXPRESS_SECONDS : YEAR_SECONDS;
  check.integer("timeoutSeconds", args.timeoutSeconds, 1, longest, QUOTAS);
  check.integer("dataKeyReuseSeconds", args.dataKeyReuseSeconds, 60, 900, PAGE);
  checkLogRetention(check, "logRetentionDays", args.logRetentionDays);
  if (!args.key.services.includes("states"))
    check.fail("key", args.key.componentName, `add "states" to the services of that key, else nothing is logged`);
  checkDefinition(check, { type: args.type ?? "STANDARD", onError: args.onError }, args);
}
