import { definitionHash } from "../../components/api/definition-hash";

/**
 * What SAM publishes a function's versions by: the hash of code and settings. By itself SAM looks at where the code is, which
 * the repository changes with every version of the application, so that a version would be published of what did not change,
 * which Lambda refuses and the update fails; and it looks at few of the settings.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html
 *
 * @param properties of the function in the template
 * @param code hash of the code itself
 */
export function versionHash(properties: Record<string, unknown>, code: string): string {
  // Concurrency belongs to the function, not to its versions.
  const { CodeUri: _where, ReservedConcurrentExecutions: _concurrency, ...settings } = properties;
  return definitionHash([{ kind: "version", name: code, inputs: settings }]);
}
