import { signedHeaders, type Caller } from "./signed-headers";

/** The stage of an API that answers by a name of its own. */
export interface NamedApi {
  apiId: string;
  stage: string;
}

/**
 * The names that APIs have beside those that AWS gives, as the emulator keeps them: nobody finds them by DNS, so that whoever
 * calls has to go to the API by its id.
 */
export async function findApiNames(endpoint: string, caller: Caller): Promise<Record<string, NamedApi>> {
  const list = async (path: string) => {
    const response = await fetch(`${endpoint}${path}`, { headers: signedHeaders("apigateway", caller) });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return ((await response.json()) as { item?: Record<string, string>[] }).item ?? [];
  };
  const names: Record<string, NamedApi> = {};
  for (const { domainName } of await list("/domainnames?limit=500")) {
    const [mapping] = await list(`/domainnames/${domainName}/basepathmappings`);
    if (mapping?.["restApiId"] !== undefined)
      names[domainName!] = { apiId: mapping["restApiId"], stage: mapping["stage"] ?? "" };
  }
  return names;
}
