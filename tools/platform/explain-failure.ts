import type { StackAccount } from "./stack-list";

/** What an explanation may name. */
export interface FailureSite {
  stack: string;
  account: StackAccount;
}

interface Explanation {
  pattern: RegExp;
  text(site: FailureSite, match: RegExpExecArray): string;
}

const platform = "npm run platform --";

/** What the engine, the provider and the SDK say, and what it means here. The first that fits is taken. */
const explanations: readonly Explanation[] = [
  {
    pattern: /AWS account ID not allowed: (\d{12})/,
    text: (site, [, found]) => wrongAccount(site, found!),
  },
  {
    pattern: /the stack is currently locked by \d+ lock(?:[^]*?created by ([^\n]*))?/,
    text: ({ stack }, [, who]) =>
      `The state is locked${who ? `, by ${who}` : ""}. Somebody else deploys this stack, or a process died that did; where nobody does, run ${platform} unlock --stack ${stack}.`,
  },
  {
    pattern:
      /no valid credential sources|failed to refresh cached credentials|no EC2 IMDS role found|NoCredentialProviders|Could not load credentials|CredentialsProviderError/,
    text: ({ account }) =>
      `There are no AWS credentials. Sign in to account ${account.id} (${account.name})${withRole(account)}: aws sso login and AWS_PROFILE, or AWS_ACCESS_KEY_ID and the others.`,
  },
  {
    pattern: /ExpiredToken(?:Exception)?\b|token has expired|The SSO session associated with this profile has expired/,
    text: ({ account }) =>
      `The AWS credentials have expired. Sign in to account ${account.id} (${account.name}) again.`,
  },
  {
    pattern: /InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch/,
    text: ({ account }) =>
      `AWS does not know the credentials. Sign in to account ${account.id} (${account.name})${withRole(account)}.`,
  },
  {
    pattern: /not authorized to perform: sts:AssumeRole[^\n]*/,
    text: ({ account }, [said]) =>
      `The role of account ${account.id} (${account.name}) cannot be assumed: ${said}. Its trust policy must name who deploys; deployRole stands in platform.config.yaml.`,
  },
  {
    pattern: /NoSuchBucket|The specified bucket does not exist/,
    text: () => "The state's bucket is not there. Make it with npm run bootstrap; see docs/state.md.",
  },
  {
    pattern:
      /incorrect passphrase|passphrase must be set|could not decrypt|InvalidCiphertextException|KMSInvalidStateException/,
    text: ({ stack }, [said]) =>
      `The stack's secrets cannot be read (${said}): secretsprovider and encryptedkey in Pulumi.${stack}.yaml must be those it was deployed with. See docs/state.md.`,
  },
  {
    pattern: /cannot be deleted\s+because it is protected/,
    text: ({ stack }) =>
      `Something that is protected would be deleted. Where a system was switched off whose data are retained: ${platform} unprotect --stack ${stack} --system NAME lets them leave the state and stay in the account; see docs/orchestrator.md. Where a resource got another name, its data would be lost: give it an alias.`,
  },
  {
    pattern: /the current deployment has \d+ resource\(s\) with pending operations/,
    text: ({ stack }, [said]) =>
      `The last deployment was ended in the middle: ${said}. Read what became of them with ${platform} refresh --stack ${stack}, then deploy again.`,
  },
];

/**
 * An error in the words of who has to mend it; what was said at first stands below.
 *
 * @param message of the engine, the provider or an SDK
 */
export function explainFailure(message: string, site: FailureSite): string {
  const said = essential(message);
  for (const { pattern, text } of explanations) {
    const match = pattern.exec(said);
    if (match) return `${text(site, match)}\n${said}`;
  }
  return said;
}

/** Without what the Automation API says of how it called the engine, and says twice. */
function essential(message: string): string {
  return message
    .replace(/^ *code: -?\d+\n(?: *stdout: *\n)?/gm, "")
    .replace(
      /^ *stderr: (?:Command failed with exit code[^\n]*\n)?([^]*?)\n *err\?:[^]*?(?=\nThe engine's whole output|(?![^]))/gm,
      "$1",
    )
    .replace(/^ *SDK \d{4}[^\n]* WARN [^\n]*\n/gm, "")
    .trim();
}

/** What is wrong where the credentials are those of another account. */
export function wrongAccount({ stack, account }: FailureSite, found: string): string {
  return `The credentials are those of account ${found}, and stack ${stack} belongs to ${account.id} (${account.name} in platform.config.yaml)${withRole(account)}. Nothing was changed.`;
}

function withRole({ deployRole }: StackAccount): string {
  return deployRole ? `, or to one that may assume ${deployRole} there` : "";
}
