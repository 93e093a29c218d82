import { UsageError } from "../command/verb";

/** Who may deploy an application: account ids, or everybody. */
export interface Sharing {
  principals: string[];
  isPublic: boolean;
}

/**
 * Reads whom an application is shared with.
 *
 * @param accounts 12-digit ids
 * @param isPublic everybody
 * @param source where the application's source is, as the repository knows it
 * @throws UsageError for no one, an id that is none, or everybody without a source that they can look at
 */
export function sharing(accounts: string[], isPublic: boolean, source: string | undefined): Sharing {
  const wrong = accounts.find((account) => !/^\d{12}$/.test(account));
  if (wrong !== undefined) throw new UsageError(`--with ${wrong} is no account; use its 12 digits.`);
  if (isPublic && accounts.length > 0) throw new UsageError("Use --public or --with, not both.");
  if (!isPublic && accounts.length === 0) throw new UsageError("Say with whom: --with ACCOUNT, or --public.");
  if (isPublic && !source)
    throw new UsageError(
      "The application has no link to its source, so it is not shared with everybody: who deploys it must be able to read " +
        "it. Publish a version with --source https://… first.",
    );
  return { principals: isPublic ? ["*"] : accounts, isPublic };
}
