import { ListDeploymentsCommand, type CodeDeployClient } from "@aws-sdk/client-codedeploy";
import {
  GetAliasCommand,
  ListVersionsByFunctionCommand,
  UpdateAliasCommand,
  type LambdaClient,
} from "@aws-sdk/client-lambda";
import { UNDER_WAY } from "../../functions/release/under-way";

/** A function as its callers see it. */
export interface AliasedFunction {
  functionName: string;
  aliasName: string;
  /** What moves its alias; absent where deployments move it themselves. */
  release?: { application: string; deploymentGroup: string };
}

/** The clients that a rollback asks. */
export interface RollbackClients {
  lambda: LambdaClient;
  codedeploy: CodeDeployClient;
}

/** What a rollback did. */
export interface RolledBack extends Omit<AliasedFunction, "release"> {
  from: string;
  to: string;
}

/**
 * Points a function's alias at a version that is already there, all of its traffic at once.
 *
 * @param to the number of a version
 * @throws Error where the version is not there (naming those that are), or a release has the alias
 */
export async function rollBack(clients: RollbackClients, fn: AliasedFunction, to: string): Promise<RolledBack> {
  const { functionName: FunctionName, aliasName: Name } = fn;
  // First: while the hooks run, all of the weight is at one version, and an alias moved then would be moved on.
  await refuseWhileReleasing(clients.codedeploy, fn);
  const { lambda } = clients;
  const alias = await lambda.send(new GetAliasCommand({ FunctionName, Name }));
  const from = alias.FunctionVersion!;
  const moving = Object.keys(alias.RoutingConfig?.AdditionalVersionWeights ?? {});
  if (moving.length > 0)
    throw new Error(
      `A release is moving ${FunctionName} from version ${from} to ${moving.join(", ")}: stop it in CodeDeploy, which rolls ` +
        "it back, then ask again",
    );
  const versions = await versionsOf(lambda, FunctionName);
  if (!versions.includes(to))
    throw new Error(`${FunctionName} has no version ${to}; there are ${versions.join(", ") || "none"}`);
  // The revision, so that a change which somebody else makes meanwhile is not overwritten.
  if (from !== to)
    await lambda.send(
      new UpdateAliasCommand({ FunctionName, Name, FunctionVersion: to, RevisionId: alias.RevisionId }),
    );
  return { functionName: FunctionName, aliasName: Name, from, to };
}

/** Weights tell of a release only between its first and its last hook; CodeDeploy knows of all of it. */
async function refuseWhileReleasing(
  client: CodeDeployClient,
  { functionName, release }: AliasedFunction,
): Promise<void> {
  if (!release) return;
  const { deployments: [deploymentId] = [] } = await client.send(
    new ListDeploymentsCommand({
      applicationName: release.application,
      deploymentGroupName: release.deploymentGroup,
      includeOnlyStatuses: UNDER_WAY,
    }),
  );
  if (deploymentId)
    throw new Error(
      `A release of ${functionName} is under way, deployment ${deploymentId}: stop it in CodeDeploy, which rolls it back, ` +
        "then ask again",
    );
}

async function versionsOf(client: LambdaClient, FunctionName: string): Promise<string[]> {
  const versions: string[] = [];
  let Marker: string | undefined;
  do {
    const page = await client.send(new ListVersionsByFunctionCommand({ FunctionName, Marker }));
    versions.push(...(page.Versions ?? []).map(({ Version }) => Version!));
    Marker = page.NextMarker;
  } while (Marker);
  return versions.filter((version) => version !== "$LATEST");
}
