import { paginateListVersionsByFunction, type FunctionConfiguration } from "@aws-sdk/client-lambda";
import { lambda } from "../shared/lambda";

const START = "power-tuning ";

/** What the description of each version says that an execution publishes; by it they are found again. */
export function versionDescription(execution: string): string {
  return `${START}${execution}`.slice(0, 256);
}

/**
 * The versions that a tuning has published and that are still there.
 *
 * @param execution whose; default any
 */
export async function ownVersions(FunctionName: string, execution?: string): Promise<FunctionConfiguration[]> {
  const isOwn = (text = "") =>
    execution === undefined ? text.startsWith(START) : text === versionDescription(execution);
  const found: FunctionConfiguration[] = [];
  for await (const page of paginateListVersionsByFunction({ client: lambda }, { FunctionName }))
    found.push(...(page.Versions ?? []).filter(({ Description }) => isOwn(Description)));
  return found;
}
