import type { GrantStatement } from "../../access/grantee";
import { InputError } from "../../input-error";
import type { Call } from "../call";
import type { Value } from "../value";

/** A call of any AWS API. */
export interface AwsCallArgs {
  /** The service as the SDK for Java 2 spells it, in camel case, for example `s3` or `eventBridge`. */
  service: string;
  /** The call in camel case, for example `headObject`. */
  action: string;
  /** Parameters, in Pascal case. */
  arguments: Value;
  /** Exactly what the call needs, key included. */
  permissions: GrantStatement[];
  /** Names of errors that pass by themselves, beside throttling and server errors. */
  transientErrors?: string[];
  /** Seconds after which it is given up. Default 60. */
  timeoutSeconds?: number;
}

/**
 * Calls an AWS API directly. Calls that have a function of their own here (`sendMessage`, `getItem` …) are better made by it.
 * https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 *
 * @throws InputError where service or action are not in camel case, or there is no permission
 */
export function awsCall({ service, action, ...args }: AwsCallArgs): Call {
  const name = `${service}:${action}`;
  if (!/^[a-z][A-Za-z0-9]*:[a-z][A-Za-z0-9]*$/.test(name))
    throw new InputError(
      "platform:workflow:StateMachine",
      name,
      "awsCall",
      name,
      "use camel case, as in s3:headObject",
    );
  if (args.permissions.length === 0)
    throw new InputError("platform:workflow:StateMachine", name, "awsCall.permissions", [], "name what the call needs");
  const prefix = service[0]!.toUpperCase() + service.slice(1);
  const grant = `call-${service}-${action}`;
  return {
    resource: `aws-sdk:${name}`,
    pattern: "request",
    arguments: args.arguments,
    permissions: [{ id: grant, give: (machine) => machine.grant(grant, args.permissions) }],
    transientErrors: [
      ...["ThrottlingException", "TooManyRequestsException", "SdkClientException"].map((each) => `${prefix}.${each}`),
      ...["InternalServerException", "ServiceUnavailableException"].map((each) => `${prefix}.${each}`),
      ...(args.transientErrors ?? []),
      "States.Timeout",
    ],
    timeoutSeconds: args.timeoutSeconds ?? 60,
  };
}
