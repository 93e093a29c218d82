import { UsageError } from "../command/verb";

/** Who may deploy an application: account ids, or everybody. */
export interface Sharing {
  principals: string[];
  isPublic: boolean;
}

/** What the repository knows of an application, of which a public one must have both. */
export interface Shared {
  /** Where its source is. */
  source?: string;
  /** Where the repository keeps its licence. */
  licence?: string;
}

/**
 * Reads whom an application is shared with.
 *
 * @param accounts 12-digit ids
 * @param isPublic everybody
 * @throws UsageError for no one, an id that is none, or everybody without a source that they can look at and a licence
 */
export function sharing(accounts: string[], isPublic: boolean, { source, licence }: Shared): Sharing {
  const wrong = accounts.find((account) => !/^\d{12}$/.test(account));
  if (wrong !== undefined) throw new UsageError(`--with ${wrong} is no account; use its 12 digits.`);
  if (isPublic && accounts.length > 0) throw new UsageError("Use --public or --with, not both.");
  if (!isPublic && accounts.length === 0) throw new UsageError("Say with whom: --with ACCOUNT, or --public.");
  if (isPublic && !licence) throw new UsageError(NO_LICENCE);
  if (isPublic && !source) throw new UsageError(NO_SOURCE);
  return { principals: isPublic ? ["*"] : accounts, isPublic };
}

const NO_SOURCE =
  "The application has no link to its source, so it is not shared with everybody: who deploys it must be able to read " +
  "it. Publish a version with --source https://… first.";

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-template-publishing-applications-metadata-properties.html */
const NO_LICENCE =
  "The application has no licence, so the repository does not share it with everybody, and a licence can only be given when " +
  "an application is made. Remove it (aws serverlessrepo delete-application --application-id ARN), publish it again without " +
  "--application and with --source https://…, and share it anew. What was deployed of it stays.";
