import { inputChecks } from "../input-checks";
import type { FunctionArgs } from "./function-args";
import { checkLogRetention } from "./log-retention";

export const FUNCTION_TYPE = "platform:compute:Function";

const PAGE = "https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html";
const ASYNCHRONOUS = "https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html";
const VARIABLES = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html";

/**
 * Refuses arguments that Lambda would refuse, or that cannot do what they say.
 *
 * @throws InputError for the first fault
 */
export function checkFunctionArgs(name: string, args: FunctionArgs): void {
  const check = inputChecks(FUNCTION_TYPE, name);
  check.matches(
    args.functionName === undefined ? "name, which is the default functionName," : "functionName",
    args.functionName ?? name,
    /^[A-Za-z0-9_-]{1,64}$/,
    "1 to 64 letters, digits, - and _",
    PAGE,
  );
  check.matches("description", args.description ?? "", /^[^]{1,256}$/, "1 to 256 characters", PAGE);
  const alias = /^(?!\d+$)[A-Za-z0-9_-]{1,128}$/;
  check.matches("aliasName", args.aliasName, alias, "1 to 128 letters, digits, - and _, not digits alone", PAGE);
  check.integer("timeoutSeconds", args.timeoutSeconds, 1, 900, PAGE);
  check.integer("memoryMegabytes", args.memoryMegabytes, 128, 10_240, PAGE);
  check.integer("ephemeralStorageMegabytes", args.ephemeralStorageMegabytes, 512, 10_240, PAGE);
  check.integer("reservedConcurrency", args.reservedConcurrency, 0, 100_000, PAGE);
  check.integer("maximumRetryAttempts", args.maximumRetryAttempts, 0, 2, ASYNCHRONOUS);
  check.integer("maximumEventAgeSeconds", args.maximumEventAgeSeconds, 60, 21_600, ASYNCHRONOUS);
  checkLogRetention(check, "logRetentionDays", args.logRetentionDays);
  if (args.reservedConcurrency === 0 && !args.stopped)
    check.fail(
      "reservedConcurrency",
      0,
      "0 stops every invocation: add stopped: true if that is meant, else use 1 or more",
    );
  if (args.stopped && args.reservedConcurrency !== 0)
    check.fail("stopped", true, "it belongs to reservedConcurrency: 0, set that too or leave it out");
  if (args.onFailure && args.onFailure === args.deadLetterQueue)
    check.fail("deadLetterQueue", "the onFailure queue", "use another queue: Lambda sends each failed event to both");
  if (args.network && args.network.subnetIds.length < 2)
    check.fail("network.subnetIds", args.network.subnetIds.length, "give subnets of at least two zones");
  if (args.network && !args.network.securityGroupIds.length)
    check.fail("network.securityGroupIds", 0, "give at least one security group");
  if (args.layers && args.layers.length > 5) check.fail("layers", args.layers.length, "Lambda takes at most five");
  for (const variable of Object.keys(args.environment ?? {})) {
    const field = `environment.${variable}`;
    check.matches(field, variable, /^[A-Za-z]\w+$/, "a letter first, then letters, digits and _ only", VARIABLES);
    if (/^(AWS_|LAMBDA_|_HANDLER$|_X_AMZN)/.test(variable))
      check.fail(field, variable, `choose another name, Lambda keeps this one for itself (${VARIABLES})`);
  }
}
