import type { Adaptation } from "./adaptation";

/** What AWS itself keeps, by type: the inputs with which it does not. */
const UNPROTECTED: Readonly<Record<string, object>> = {
  "aws:cognito/userPool:UserPool": { deletionProtection: "INACTIVE" },
  "aws:dynamodb/table:Table": { deletionProtectionEnabled: false },
  "aws:rds/cluster:Cluster": { skipFinalSnapshot: true },
  "aws:s3/bucket:Bucket": { forceDestroy: true },
};

/** Lets `down` remove whatever `up` made: data in a sandbox is worth nothing, and versions are in the way. */
export const forceDestroy: Adaptation = {
  change:
    "Nothing is protected or retained, tables and user pools by AWS neither; buckets are removed with their contents, and databases without a last backup",
  reason: "`down` must leave nothing; the emulator does not delete a bucket that holds versions",
  coveredBy: "test/components/data/bucket.test.ts",
  transform: ({ type, props, opts }) => {
    const free = { ...opts, protect: false, retainOnDelete: false };
    const unprotected = UNPROTECTED[type];
    if (unprotected) return { props: { ...props, ...unprotected }, opts: free };
    return opts.protect || opts.retainOnDelete ? { props, opts: free } : undefined;
  },
};
