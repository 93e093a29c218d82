import type * as pulumi from "@pulumi/pulumi";
import { inputChecks } from "../input-checks";
import type { Removal } from "../removal";

export interface LogArchiveArgs {
  /** Id of the organisation, for example `o-a1b2c3d4e5`. */
  organizationId: pulumi.Input<string>;
  /** The management account, which owns the organisation's trail whoever makes it. */
  managementAccountId: pulumi.Input<string>;
  /** Name of the organisation's trail. */
  trailName: string;
  /** Region of the trail. */
  trailRegion: string;
  /** Accounts whose configuration history is kept, the archive's own included if it records. */
  accountIds: pulumi.Input<string>[];
  /** Names of the two buckets, see {@link archiveNames}. */
  bucketNames: { trail: pulumi.Input<string>; configuration: pulumi.Input<string> };
  /** Alias of the key, without `alias/`. */
  keyAlias: string;
  /**
   * How long nobody can delete the trail's files. `COMPLIANCE` binds even the root user; `GOVERNANCE` can be lifted by whoever
   * has the permission. Default `COMPLIANCE` for 365 days, or `GOVERNANCE` for one where `removal` is `destroy`.
   */
  retention?: { mode: "COMPLIANCE" | "GOVERNANCE"; days: number };
  /** Days after which the files go, more than those of the retention. Default 2,557, seven years. */
  expireAfterDays?: number;
  /** Default `retain`. */
  removal?: Removal;
}

const LOCK = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html";

/** The retention that applies. */
export function retentionOf(args: LogArchiveArgs): NonNullable<LogArchiveArgs["retention"]> {
  if (args.retention) return args.retention;
  return args.removal === "destroy" ? { mode: "GOVERNANCE", days: 1 } : { mode: "COMPLIANCE", days: 365 };
}

/**
 * Refuses an archive that could not be written, or that expires before it may.
 *
 * @throws InputError for the first such argument
 */
export function checkLogArchiveArgs(name: string, args: LogArchiveArgs): void {
  const check = inputChecks("platform:audit:LogArchive", name);
  const { mode, days } = retentionOf(args);
  check.oneOf("retention.mode", mode, ["COMPLIANCE", "GOVERNANCE"], LOCK);
  check.integer("retention.days", days, 1, 36_500, LOCK);
  const expires = expiryOf(args);
  check.integer("expireAfterDays", expires, 1, 36_500, LOCK);
  if (expires <= days) check.fail("expireAfterDays", expires, `use more than the ${days} days of the retention`);
  if (args.accountIds.length === 0) check.fail("accountIds", [], "name the accounts whose configuration is kept");
  check.matches("organizationId", args.organizationId, /^o-[a-z0-9]{10,32}$/, "an id such as o-a1b2c3d4e5", LOCK);
}

/** Days after which files go. */
export function expiryOf(args: LogArchiveArgs): number {
  return args.expireAfterDays ?? 2557;
}
