import {
  GetAliasCommand,
  ListVersionsByFunctionCommand,
  UpdateAliasCommand,
  type LambdaClient,
} from "@aws-sdk/client-lambda";

/** A function as its callers see it. */
export interface AliasedFunction {
  functionName: string;
  aliasName: string;
}

/** What a rollback did. */
export interface RolledBack extends AliasedFunction {
  from: string;
  to: string;
}

/**
 * Points a function's alias at a version that is already there, all of its traffic at once.
 *
 * @param to the number of a version
 * @throws Error where the version is not there (naming those that are), or a release is moving the alias
 */
export async function rollBack(client: LambdaClient, fn: AliasedFunction, to: string): Promise<RolledBack> {
  const { functionName: FunctionName, aliasName: Name } = fn;
  const alias = await client.send(new GetAliasCommand({ FunctionName, Name }));
  const from = alias.FunctionVersion!;
  const moving = Object.keys(alias.RoutingConfig?.AdditionalVersionWeights ?? {});
  if (moving.length > 0)
    throw new Error(
      `A release is moving ${FunctionName} from version ${from} to ${moving.join(", ")}: stop it in CodeDeploy, which rolls ` +
        "it back, then ask again",
    );
  const versions = await versionsOf(client, FunctionName);
  if (!versions.includes(to))
    throw new Error(`${FunctionName} has no version ${to}; there are ${versions.join(", ") || "none"}`);
  // The revision, so that a change which somebody else makes meanwhile is not overwritten.
  if (from !== to)
    await client.send(
      new UpdateAliasCommand({ FunctionName, Name, FunctionVersion: to, RevisionId: alias.RevisionId }),
    );
  return { ...fn, from, to };
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
