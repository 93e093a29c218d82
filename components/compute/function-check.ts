import { InputError } from "../input-error";
import { checkLogRetention, checkText, checkWhole } from "./checks";
import type { FunctionArgs } from "./function-args";

export const FUNCTION_TYPE = "platform:compute:Function";

/**
 * Refuses arguments that Lambda would refuse, or that cannot do what they say.
 *
 * @throws InputError for the first fault
 */
export function checkFunctionArgs(name: string, args: FunctionArgs): void {
  const of = { component: FUNCTION_TYPE, name };
  const fail = (field: string, value: unknown, fix: string): never => {
    throw new InputError(FUNCTION_TYPE, name, field, value, fix);
  };
  checkText(
    of,
    "functionName",
    args.functionName ?? name,
    /^[A-Za-z0-9_-]{1,64}$/,
    "1 to 64 letters, digits, - and _, as functionName or as the component's name",
  );
  checkText(of, "description", args.description ?? "", /^[^]{1,256}$/, "a sentence of at most 256 characters");
  checkText(
    of,
    "aliasName",
    args.aliasName,
    /^(?!\d+$)[A-Za-z0-9_-]{1,128}$/,
    "1 to 128 letters, digits, - and _, not digits alone",
  );
  checkWhole(of, "timeoutSeconds", args.timeoutSeconds, 1, 900);
  checkWhole(of, "memoryMegabytes", args.memoryMegabytes, 128, 10240);
  checkWhole(of, "ephemeralStorageMegabytes", args.ephemeralStorageMegabytes, 512, 10240);
  checkWhole(of, "reservedConcurrency", args.reservedConcurrency, 0, 100_000);
  checkWhole(of, "maximumRetryAttempts", args.maximumRetryAttempts, 0, 2);
  checkWhole(of, "maximumEventAgeSeconds", args.maximumEventAgeSeconds, 60, 21600);
  checkLogRetention(of, "logRetentionDays", args.logRetentionDays);
  if (args.reservedConcurrency === 0 && !args.stopped) {
    fail("reservedConcurrency", 0, "0 stops every invocation: add stopped: true if that is meant, else use at least 1");
  }
  if (args.stopped && args.reservedConcurrency !== 0) {
    fail("stopped", true, "it belongs to reservedConcurrency: 0, set that too or leave it out");
  }
  if (args.onFailure && args.onFailure === args.deadLetterQueue) {
    fail("deadLetterQueue", "the onFailure queue", "use another queue: Lambda sends each failed event to both");
  }
  if (args.network && args.network.subnetIds.length < 2) {
    fail("network.subnetIds", args.network.subnetIds.length, "give subnets of at least two zones");
  }
  if (args.network && !args.network.securityGroupIds.length) {
    fail("network.securityGroupIds", 0, "give at least one security group");
  }
  if (args.layers && args.layers.length > 5) fail("layers", args.layers.length, "Lambda takes at most five");
  for (const variable of Object.keys(args.environment ?? {})) {
    if (!/^[A-Za-z][A-Za-z0-9_]+$/.test(variable)) {
      fail(`environment.${variable}`, variable, "start with a letter and use letters, digits and _ only");
    }
    if (/^(AWS_|LAMBDA_|_HANDLER$|_X_AMZN)/.test(variable)) {
      fail(`environment.${variable}`, variable, "choose another name, Lambda keeps this one for itself");
    }
  }
}
