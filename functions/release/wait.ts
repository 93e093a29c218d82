import { setTimeout as pause } from "node:timers/promises";
import { GetDeploymentCommand, type DeploymentInfo } from "@aws-sdk/client-codedeploy";
import type { Context } from "aws-lambda";
import * as z from "zod/mini";
import { codedeploy } from "../shared/codedeploy";
import { correlated } from "../shared/correlation";
import { beforeDeadline } from "../shared/deadline";
import { logger } from "../shared/logger";
import { count, publishMetrics } from "../shared/metrics";
import { validate } from "../shared/validate";

const eventSchema = z.object({ release: z.string(), isLast: z.boolean() });

const releaseSchema = z.union([
  z.object({ status: z.literal("NotNeeded") }),
  z.object({ status: z.enum(["Started", "UnderWay"]), deploymentId: z.string(), to: z.string() }),
]);

/** Milliseconds between two looks, and what is kept of the function's own time: its alarm is at nine tenths of it. */
const BETWEEN = 5_000;
const RESERVE = 40_000;

/**
 * Waits for a release until it ends, or as long as the function may run.
 *
 * Event: `release`, the answer of the start as JSON; `isLast`, whether nothing waits after this. Answers the release's
 * status. Throws where it failed, was stopped or was rolled back, and where the last wait ends before it.
 */
export const handler = async (event: unknown, context: Context): Promise<{ status: string }> => {
  logger.addContext(context);
  const { release, isLast } = validate(eventSchema, event, "InvalidEvent");
  const started = validate(releaseSchema, JSON.parse(release), "InvalidEvent");
  if (started.status === "NotNeeded") return { status: "NotNeeded" };
  return correlated(started.deploymentId, async () => {
    try {
      return await beforeDeadline(context, () => waited(started, isLast, context));
    } finally {
      publishMetrics();
    }
  });
};

async function waited(
  { deploymentId, to }: { deploymentId: string; to: string },
  isLast: boolean,
  context: Context,
): Promise<{ status: string }> {
  for (;;) {
    const { deploymentInfo } = await codedeploy.send(new GetDeploymentCommand({ deploymentId }));
    const status = deploymentInfo?.status ?? "unknown";
    if (status === "Succeeded") {
      // Each of the waits sees it; the last one counts.
      if (isLast) count("ReleaseSucceeded");
      logger.info("released", { deploymentId, to });
      return { status };
    }
    if (status === "Failed" || status === "Stopped") {
      const isBack = deploymentInfo?.rollbackInfo?.rollbackDeploymentId !== undefined;
      count(isBack ? "ReleaseRolledBack" : "ReleaseFailed");
      logger.error(isBack ? "rolled back" : "not released", { deploymentId, to, status });
      throw new Error(whyNot(to, deploymentId, deploymentInfo!));
    }
    if (context.getRemainingTimeInMillis() < RESERVE + BETWEEN) {
      logger.warn("not released yet", { deploymentId, to, status });
      if (!isLast) return { status };
      throw new Error(
        `The release of version ${to} (deployment ${deploymentId}) is still ${status}: it goes on without this ` +
          "deployment of the stack, which can be repeated to wait for it",
      );
    }
    await pause(BETWEEN);
  }
}

function whyNot(version: string, deploymentId: string, info: DeploymentInfo): string {
  const reason = info.errorInformation?.message ?? info.errorInformation?.code ?? "no reason given";
  const back = info.rollbackInfo?.rollbackDeploymentId
    ? `; deployment ${info.rollbackInfo.rollbackDeploymentId} put the old version back`
    : "";
  return (
    `Version ${version} was not released (deployment ${deploymentId}: ${reason})${back}. ` +
    "Change the code and deploy again: a version that failed is not tried twice"
  );
}
