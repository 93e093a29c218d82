import { paginateListVersionsByFunction, type FunctionConfiguration } from "@aws-sdk/client-lambda";
import { lambda } from "../shared/lambda";

/** What the description of each version says that an execution publishes; by it they are found again. */
export function versionDescription(execution: string): string {
  return `power-tuning ${execution}`.slice(0, 256);
}

/** The versions that an execution has published and that are still there. */
export async function ownVersions(FunctionName: string, execution: string): Promise<FunctionConfiguration[]> {
  const found: FunctionConfiguration[] = [];
  for await (const page of paginateListVersionsByFunction({ client: lambda }, { FunctionName }))
    found.push(...(page.Versions ?? []).filter(({ Description }) => Description === versionDescription(execution)));
  return found;
}
