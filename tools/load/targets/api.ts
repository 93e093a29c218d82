import type { LoadedEnvironment } from "../environment";
import { output } from "./target";

/** Address of a system's API: the one that was named, or the environment's own. */
export function apiUrl(environment: LoadedEnvironment, system: string): string {
  return (environment.url ?? output(environment, system, "url")).replace(/\/+$/, "");
}

/** The header with a token. */
export async function bearer(environment: LoadedEnvironment, user = 0): Promise<Record<string, string>> {
  return { authorization: `Bearer ${await environment.token(user)}` };
}

/** The header with an API key: the one given, or the environment's own. @throws Error where there is none */
export function apiKey(environment: LoadedEnvironment, known: unknown): Record<string, string> {
  const key = environment.apiKey ?? known;
  if (typeof key !== "string") throw new Error("Put an API key of a usage plan into LOAD_API_KEY.");
  return { "x-api-key": key };
}
