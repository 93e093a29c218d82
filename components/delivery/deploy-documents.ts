import { guardrailStatements } from "./guardrail-statements";
import { policyDocuments, type DeployStatement } from "./policy-documents";

export interface DeployDocumentsArgs {
  /** What a deployment may do: `${partition}`, `${account}` and `${region}` stand for the account's own. */
  statements: DeployStatement[];
  /** Start of the names of roles and policies that a deployment must not touch. */
  guardrailPrefix: string;
  /** Name of the managed policy without which a deployment makes no role. Default none. */
  rolesBoundary?: string;
  /** Region for `${region}`. */
  region: string;
  /** Type of the component, for messages. Default that of deployments from GitHub. */
  component?: string;
  /** Name of the component, for messages. Default `deployment`. */
  name?: string;
}

/**
 * The managed policies of a role that deploys: denials first, then what it may do, split where one policy is too short.
 *
 * @returns for each policy, what writes it for an account
 * @throws InputError for statements that do not fit
 */
export function deployDocuments({
  statements,
  guardrailPrefix,
  rolesBoundary,
  region,
  component = "platform:delivery:GitHubDeployment",
  name = "deployment",
}: DeployDocumentsArgs): ((partition: string, account: string) => string)[] {
  const guardrails = guardrailStatements("arn:${partition}:iam::${account}", guardrailPrefix, rolesBoundary);
  const documents = policyDocuments(component, name, [...guardrails, ...statements]);
  return documents.map(
    (document) => (partition, account) =>
      JSON.stringify({ Version: "2012-10-17", Statement: document })
        .replaceAll("${partition}", partition)
        .replaceAll("${account}", account)
        .replaceAll("${region}", region),
  );
}
