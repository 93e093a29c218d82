import { loadConfiguration, repositoryRoot } from "../../stacks/config";
import { ConfigurationError } from "../../stacks/config/problem";
import { readStackFile } from "../../stacks/config/stack-values";

/**
 * Account and region of the sandbox, from its checked configuration: a wrong value is told before anything starts.
 *
 * @throws ConfigurationError with everything that is wrong
 */
export function sandboxAccount(): { accountId: string; region: string } {
  const file = readStackFile(repositoryRoot, "sandbox");
  if (file.problems.length > 0) throw new ConfigurationError(file.problems);
  const { account } = loadConfiguration({ stack: "sandbox", values: file.values }).environment;
  return { accountId: account.id, region: account.region };
}
