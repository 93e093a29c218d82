import { PutLifecycleEventHookExecutionStatusCommand } from "@aws-sdk/client-codedeploy";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { Context } from "aws-lambda";
import * as z from "zod/mini";
import { clientOptions } from "../shared/client-options";
import { codedeploy } from "../shared/codedeploy";
import { correlated } from "../shared/correlation";
import { beforeDeadline, bounded } from "../shared/deadline";
import { requiredVariable } from "../shared/environment";
import { jsonVariable } from "../shared/json-variable";
import { logger } from "../shared/logger";
import { traced } from "../shared/tracing";
import { validate } from "../shared/validate";
import { difference } from "./difference";

const FunctionName = requiredVariable("FUNCTION_NAME");
const Qualifier = requiredVariable("QUALIFIER");
const probe = requiredVariable("PROBE_EVENT");
const expected = jsonVariable("PROBE_EXPECTED", z.unknown());

const eventSchema = z.object({ DeploymentId: z.string(), LifecycleEventHookExecutionId: z.string() });

/** The probed function may run longer than an ordinary call takes; the deadline ends it, and it is not called twice. */
const { connectionTimeout } = clientOptions.requestHandler;
const lambda = bounded(traced(new LambdaClient({ maxAttempts: 1, requestHandler: { connectionTimeout } })));

/**
 * A CodeDeploy hook: calls the released function with an event that changes nothing and reports whether it answered as
 * expected. It always reports, since CodeDeploy waits an hour for a hook that does not.
 *
 * Event: CodeDeploy's. Environment: `FUNCTION_NAME`, `QUALIFIER` (version or alias), `PROBE_EVENT`, `PROBE_EXPECTED`.
 */
export const handler = async (event: unknown, context: Context): Promise<{ status: "Succeeded" | "Failed" }> => {
  logger.addContext(context);
  const { DeploymentId: deploymentId, LifecycleEventHookExecutionId: lifecycleEventHookExecutionId } = validate(
    eventSchema,
    event,
    "InvalidEvent",
  );
  return correlated(deploymentId, async () => {
    const fault = await faultOf(context);
    const status = fault === undefined ? "Succeeded" : "Failed";
    logger[fault === undefined ? "info" : "error"]("probed", { deploymentId, FunctionName, Qualifier, status, fault });
    await beforeDeadline(context, () =>
      codedeploy.send(
        new PutLifecycleEventHookExecutionStatusCommand({ deploymentId, lifecycleEventHookExecutionId, status }),
      ),
    );
    return { status };
  });
};

/** What is wrong with the function, or nothing. Leaves time to report it. */
async function faultOf(context: Context): Promise<string | undefined> {
  const remaining = { getRemainingTimeInMillis: () => context.getRemainingTimeInMillis() - 10_000 };
  try {
    const answer = await beforeDeadline(remaining, () =>
      lambda.send(new InvokeCommand({ FunctionName, Qualifier, Payload: Buffer.from(probe) })),
    );
    if (answer.FunctionError) return `the function failed: ${answer.FunctionError}`;
    return difference(JSON.parse(Buffer.from(answer.Payload ?? []).toString("utf8") || "null"), expected);
  } catch (error) {
    return `the function could not be called: ${(error as Error).name}`;
  }
}
