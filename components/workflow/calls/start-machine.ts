import * as pulumi from "@pulumi/pulumi";
import type { GrantStatement } from "../../access/grantee";
import type { Call, CallingMachine } from "../call";
import type { StateMachine } from "../state-machine";
import type { Value } from "../value";

/** How an execution is started. */
export interface StartArgs {
  /** Its input. Default the state's input. */
  input?: Value;
  /** Its name: starting twice with one name and input starts once. Default made by Step Functions. */
  name?: Value;
}

const TRANSIENT = [
  "StepFunctions.ExecutionLimitExceededException",
  "StepFunctions.ThrottlingException",
  "StepFunctions.AWSStepFunctionsException",
  "StepFunctions.SdkClientException",
  "States.Timeout",
];

/** Starts an execution of another machine and goes on at once. */
export function startMachine(machine: StateMachine, args: StartArgs = {}): Call {
  return {
    resource: "states:startExecution",
    pattern: "request",
    arguments: startArguments(machine.arn, args),
    permissions: [{ id: `start-${machine.componentName}`, give: (caller) => machine.grantStart(caller) }],
    transientErrors: TRANSIENT,
    timeoutSeconds: 60,
  };
}

/**
 * Starts an execution of another Standard machine and waits for it to end; its error is this task's. The state's output is
 * the execution's.
 *
 * @param timeoutSeconds after which it is given up. Default the other machine's own timeout
 */
export function runMachine(machine: StateMachine, args: StartArgs & { timeoutSeconds?: number } = {}): Call {
  const { timeoutSeconds = machine.timeoutSeconds, ...start } = args;
  return {
    resource: "states:startExecution.sync:2",
    pattern: "sync",
    arguments: startArguments(machine.arn, start),
    output: "{% $states.result.Output %}",
    permissions: [{ id: `run-${machine.componentName}`, give: (caller) => machine.grantRun(caller) }],
    transientErrors: TRANSIENT,
    timeoutSeconds,
  };
}

/**
 * Goes on in a new execution of the same machine, so that a long loop stays below the 25,000 events that an execution's
 * history holds. https://docs.aws.amazon.com/step-functions/latest/dg/tutorial-continue-new.html
 *
 * @param args the name is required: a retried start must not begin a second execution
 */
export function continueAsNewExecution(args: StartArgs & { name: Value }): Call {
  return {
    resource: "states:startExecution",
    pattern: "request",
    arguments: startArguments("{% $states.context.StateMachine.Id %}", args),
    permissions: [
      {
        id: "start-itself",
        give: (machine) =>
          machine.grant("start-itself", [
            { sid: "StartExecution", actions: ["states:StartExecution"], resources: [machine.ownArn] },
          ]),
      },
    ],
    transientErrors: TRANSIENT,
    timeoutSeconds: 60,
  };
}

/**
 * What a machine needs to run another one and wait.
 * https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html#sync-async-iam-policies
 */
export function runStatements(
  machineArn: pulumi.Output<string>,
  { partition, region, id }: CallingMachine["account"],
): GrantStatement[] {
  const executions = machineArn.apply((arn) => `${arn.replace(":stateMachine:", ":execution:")}:*`);
  return [
    { sid: "StartExecution", actions: ["states:StartExecution"], resources: [machineArn] },
    {
      sid: "FollowExecution",
      actions: ["states:DescribeExecution", "states:StopExecution"],
      resources: [executions],
    },
    {
      sid: "HearOfItsEnd",
      actions: ["events:PutTargets", "events:PutRule", "events:DescribeRule"],
      resources: [
        pulumi.interpolate`arn:${partition}:events:${region}:${id}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule`,
      ],
    },
  ];
}

function startArguments(machineArn: pulumi.Input<string>, { input, name }: StartArgs): Value {
  return {
    StateMachineArn: machineArn,
    Input: input ?? "{% $states.input %}",
    ...(name === undefined ? {} : { Name: name }),
  };
}
