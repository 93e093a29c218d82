import type { Function } from "../../compute/function";
import type { Call } from "../call";
import type { Value } from "../value";

/**
 * Errors of the Lambda service itself, and of functions that were killed or ran out of time. Errors that the function
 * throws are not among them: they come back the same.
 * https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html#bp-lambda-serviceexception
 */
const TRANSIENT = [
  "Lambda.ServiceException",
  "Lambda.AWSLambdaException",
  "Lambda.SdkClientException",
  "Lambda.ClientExecutionTimeoutException",
  "Lambda.TooManyRequestsException",
  "Lambda.Unknown",
  "Runtime.ExitError",
  "Sandbox.Timedout",
  "States.Timeout",
];

/** Longer than the function itself may take, so that its own timeout is what is reported. */
const MARGIN_SECONDS = 5;

/**
 * Runs a function through its alias. Its errors keep the name that it throws them with, for retry and catch rules.
 *
 * @param fn the function, which must bear being run twice with one event: killed ones are repeated
 * @param payload the event. Default the state's input
 * @param transientErrors names of errors of the function's own that pass by themselves. Default none
 */
export function invokeFunction(
  fn: Function,
  payload: Value = "{% $states.input %}",
  transientErrors: string[] = [],
): Call {
  return {
    resource: "lambda:invoke",
    pattern: "request",
    arguments: { FunctionName: fn.aliasArn, Payload: payload },
    output: "{% $states.result.Payload %}",
    permissions: [{ id: `invoke-${fn.componentName}`, give: (machine) => fn.grantInvoke(machine) }],
    transientErrors: [...TRANSIENT, ...transientErrors],
    timeoutSeconds: fn.timeoutSeconds + MARGIN_SECONDS,
  };
}
