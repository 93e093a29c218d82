import type { Adaptation } from "./adaptation";

const BUCKET = "aws:s3/bucket:Bucket";
const CLUSTER = "aws:rds/cluster:Cluster";
const TABLE = "aws:dynamodb/table:Table";
const USER_POOL = "aws:cognito/userPool:UserPool";

/** Lets `down` remove whatever `up` made: data in a sandbox is worth nothing, and versions are in the way. */
export const forceDestroy: Adaptation = {
  change:
    "Nothing is protected or retained, tables and user pools by AWS neither; buckets are removed with their contents, and databases without a last backup",
  reason: "`down` must leave nothing; the emulator does not delete a bucket that holds versions",
  coveredBy: "test/components/data/bucket.test.ts",
  transform: ({ type, props, opts }) => {
    const free = { ...opts, protect: false, retainOnDelete: false };
    if (type === BUCKET) return { props: { ...props, forceDestroy: true }, opts: free };
    if (type === CLUSTER) return { props: { ...props, skipFinalSnapshot: true }, opts: free };
    if (type === TABLE) return { props: { ...props, deletionProtectionEnabled: false }, opts: free };
    if (type === USER_POOL) return { props: { ...props, deletionProtection: "INACTIVE" }, opts: free };
    return opts.protect || opts.retainOnDelete ? { props, opts: free } : undefined;
  },
};
