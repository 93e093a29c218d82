import * as path from "node:path";
import { secretContext } from "../../components/delivery/state-statements";
import { stateRoleName, type StateStack } from "../../components/delivery/state-store";
import { partitionOf } from "../../stacks/accounts";
import { platformFileName } from "../../stacks/config";
import { checkSchema } from "../../stacks/config/check-schema";
import { nearest } from "../../stacks/config/nearest";
import { placeholderFix } from "../../stacks/config/placeholders";
import { platformSchema, type PlatformConfiguration } from "../../stacks/config/platform-schema";
import { ConfigurationError, type Problem } from "../../stacks/config/problem";
import { readYamlFile } from "../../stacks/config/read-yaml";
import { namespace } from "../../stacks/config/stack-values";
import { UsageError } from "../command/verb";
import { stackList, type StackEntry } from "../platform/stack-list";

/** Alias of the key, without `alias/`. */
export const stateKeyAlias = "platform-state";

/** Where the state is to be, as plain values. */
export interface StatePlan {
  /** The account that holds the state. */
  account: PlatformConfiguration["accounts"][string] & { name: string };
  bucketName: string;
  /** The stacks as the store knows them. */
  stacks: StateStack[];
  /** The shared tags. */
  tags: Record<string, string>;
  /** For `backend.url` of `Pulumi.yaml`. https://www.pulumi.com/docs/iac/concepts/state-and-backends/ */
  backendUrl: string;
  /**
   * For `secretsprovider` of a stack's file. The encryption context ties a secret to its stack, the role is the one that
   * reaches it. https://www.pulumi.com/docs/iac/concepts/secrets/
   *
   * @param stack `undefined` for the store's own stack, which has no role
   */
  secretsProviderOf(stack: string | undefined): string;
}

export interface StatePlanOptions {
  /** The repository. */
  root: string;
  /** The account's key in `platform.config.yaml`. Default that of the management stack. */
  account?: string;
  /** Where an emulator answers, instead of AWS. */
  endpoint?: string;
}

/**
 * Where the state of this repository's stacks is to be: derived from the configuration alone, so that every run and
 * everybody means the same bucket and key.
 *
 * @throws ConfigurationError where the configuration is wrong or not filled in; UsageError for an account that is not there
 */
export function statePlan({ root, account: wanted, endpoint }: StatePlanOptions): StatePlan {
  const platform = readPlatform(root);
  const stacks = stackList(root);
  const name = accountName(wanted, platform, stacks);
  const account = { ...platform.accounts[name]!, name };
  checkPlaceholders(platform, account);

  const { id, region } = account;
  const partition = partitionOf(region);
  const bucketName = `${platform.organization.name}-pulumi-state-${id}-${region}`;
  const query = (more: Record<string, string>) =>
    new URLSearchParams({ region, ...more, ...(endpoint !== undefined && { endpoint }) }).toString();
  return {
    account,
    bucketName,
    stacks: stacks.map((stack) => ({
      name: stack.name,
      reads: stack.needs,
      accounts: reachesItself(stack, platform) && stack.account.id !== id ? [stack.account.id] : [],
    })),
    tags: { ...platform.tags, Organization: platform.organization.name, ManagedBy: "pulumi" },
    backendUrl: `s3://${bucketName}?${query(endpoint === undefined ? {} : { s3ForcePathStyle: "true" })}`,
    secretsProviderOf: (stack) =>
      `awskms:///arn:${partition}:kms:${region}:${id}:alias/${stateKeyAlias}?${query({
        [`context_${secretContext}`]: stack ?? `${namespace}-bootstrap`,
        ...(stack !== undefined && { role: `arn:${partition}:iam::${id}:role/${stateRoleName(stack)}` }),
      })}`,
  };
}

/**
 * Whoever deploys with the account's own credentials must reach the state with them too: where no role is assumed for that, and
 * where workflows or the pipeline deploy, whose role is the account's own.
 */
function reachesItself({ account, kind }: StackEntry, { deployment }: PlatformConfiguration): boolean {
  const fromOutside =
    kind === "workload" &&
    (deployment.githubRepository !== undefined || deployment.pipeline?.targets.includes(account.name) === true);
  return (account.deployRole === undefined || fromOutside) && placeholderFix(account.id, false) === undefined;
}

function readPlatform(root: string): PlatformConfiguration {
  const read = readYamlFile(path.join(root, platformFileName), platformFileName);
  if (read.problems.length > 0) throw new ConfigurationError(read.problems);
  const { value, problems } = checkSchema(platformSchema, read.content, platformFileName);
  if (!value) throw new ConfigurationError(problems);
  return value;
}

function accountName(wanted: string | undefined, { accounts }: PlatformConfiguration, stacks: StackEntry[]): string {
  const name = wanted ?? stacks.find(({ kind }) => kind === "management")?.account.name;
  if (name === undefined) throw new UsageError("There is no management stack: say which account, with --account NAME.");
  if (Object.hasOwn(accounts, name)) return name;
  const known = Object.keys(accounts);
  const meant = nearest(name, known);
  throw new UsageError(
    `There is no account "${name}"; ${meant ? `did you mean ${meant}? ` : ""}there are ${known.join(", ")}.`,
  );
}

function checkPlaceholders({ organization }: PlatformConfiguration, { name, id }: StatePlan["account"]): void {
  const problems: Problem[] = [
    { file: platformFileName, path: `accounts.${name}.id`, value: id, fix: placeholderFix(id, false) },
    {
      file: platformFileName,
      path: "organization.name",
      value: organization.name,
      // It starts the name of the bucket, which must be unique in the world.
      fix: organization.name === "example" ? "this is a placeholder; write the organisation's short name" : undefined,
    },
  ].flatMap(({ fix, ...problem }) => (fix === undefined ? [] : [{ ...problem, fix }]));
  if (problems.length > 0) throw new ConfigurationError(problems);
}
