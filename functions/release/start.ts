import { CreateDeploymentCommand, GetDeploymentCommand, ListDeploymentsCommand } from "@aws-sdk/client-codedeploy";
import { GetAliasCommand } from "@aws-sdk/client-lambda";
import type { Context } from "aws-lambda";
import * as z from "zod/mini";
import { codedeploy } from "../shared/codedeploy";
import { correlated } from "../shared/correlation";
import { beforeDeadline } from "../shared/deadline";
import { lambda } from "../shared/lambda";
import { logger } from "../shared/logger";
import { count, publishMetrics } from "../shared/metrics";
import { validate } from "../shared/validate";
import { appSpec } from "./app-spec";
import { UNDER_WAY } from "./under-way";

const name = z.string().check(z.minLength(1), z.maxLength(140));

const eventSchema = z.object({
  application: name,
  deploymentGroup: name,
  functionName: name,
  aliasName: name,
  version: z.string().check(z.regex(/^[1-9]\d*$/, "must be the number of a version")),
  preTraffic: z.optional(name),
  postTraffic: z.optional(name),
});

/** What came of the start. */
export type Started =
  | { status: "NotNeeded"; version: string }
  | { status: "Started" | "UnderWay"; deploymentId: string; from: string; to: string };

/**
 * Starts the release of a function's new version with CodeDeploy. Asked again for the same version, it finds the release
 * that is under way instead of starting another, so a retry does no harm.
 *
 * Event: names of the CodeDeploy application and group, function, alias and hooks, and the version to release. Answers
 * `NotNeeded` where the alias is there already (the first deployment), else the deployment's id, by which every step of the
 * release is found in the logs.
 */
export const handler = async (event: unknown, context: Context): Promise<Started> => {
  logger.addContext(context);
  return correlated(context.awsRequestId, async () => {
    try {
      return await beforeDeadline(context, () => start(event));
    } finally {
      publishMetrics();
    }
  });
};

async function start(event: unknown): Promise<Started> {
  const asked = validate(eventSchema, event, "InvalidEvent");
  const { functionName, aliasName, version: to } = asked;
  const alias = await lambda.send(new GetAliasCommand({ FunctionName: functionName, Name: aliasName }));
  const isMoving = Object.keys(alias.RoutingConfig?.AdditionalVersionWeights ?? {}).length > 0;
  const from = alias.FunctionVersion!;
  if (from === to && !isMoving) return { status: "NotNeeded", version: to };

  const description = `${functionName}: version ${to} through ${aliasName}`;
  const underWay = await releaseUnderWay(asked, description);
  if (underWay) return told({ status: "UnderWay", deploymentId: underWay, from, to }, functionName);
  const { deploymentId } = await codedeploy.send(
    new CreateDeploymentCommand({
      applicationName: asked.application,
      deploymentGroupName: asked.deploymentGroup,
      description,
      revision: { revisionType: "AppSpecContent", appSpecContent: appSpec({ ...asked, from, to }) },
    }),
  );
  count("ReleaseStarted");
  return told({ status: "Started", deploymentId: deploymentId!, from, to }, functionName);
}

/** From here on the deployment's id is what hooks and waits log, too: CodeDeploy gives it to them, and nothing else. */
function told(started: Exclude<Started, { status: "NotNeeded" }>, functionName: string): Started {
  const { status, deploymentId, from, to } = started;
  const message = status === "Started" ? "started" : "under way";
  correlated(deploymentId, () => logger.info(message, { functionName, deploymentId, from, to }));
  return started;
}

/** The id of the release under way where it is this one; another one is an error. */
async function releaseUnderWay(
  { application, deploymentGroup }: z.infer<typeof eventSchema>,
  description: string,
): Promise<string | undefined> {
  const { deployments: [deploymentId] = [] } = await codedeploy.send(
    new ListDeploymentsCommand({
      applicationName: application,
      deploymentGroupName: deploymentGroup,
      includeOnlyStatuses: UNDER_WAY,
    }),
  );
  if (!deploymentId) return undefined;
  const { deploymentInfo } = await codedeploy.send(new GetDeploymentCommand({ deploymentId }));
  if (deploymentInfo?.description === description) return deploymentId;
  throw new Error(
    `Deployment ${deploymentId} of ${application} is under way (${deploymentInfo?.description ?? "unknown"}): ` +
      "wait for it, or stop it in CodeDeploy, and deploy again",
  );
}
