import { inputChecks } from "../input-checks";
import { encryptionOf, logSources, type BucketArgs } from "./bucket-args";

const GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/";
const NAME =
  /^(?!\d+\.\d+\.\d+\.\d+$)(?!xn--|sthree-|amzn-s3-demo-)(?!.*(\.\.|-s3alias$|--ol-s3$|--x-s3$))[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/**
 * Refuses what S3 would refuse, and what would leave objects less protected than they look.
 *
 * @throws InputError for the first such argument
 */
export function checkBucketArgs(name: string, args: BucketArgs): void {
  const check = inputChecks("platform:data:Bucket", name);
  const sources = logSources(args);
  const encryption = encryptionOf(args);
  check.matches(
    "bucketName",
    args.bucketName,
    NAME,
    "3 to 63 lower-case letters, digits, - and ., starting and ending with a letter or digit",
    `${GUIDE}bucketnamingrules.html`,
  );
  check.oneOf("encryption", args.encryption, ["aws:kms", "AES256"], `${GUIDE}serv-side-encryption.html`);
  if (encryption === "aws:kms" && sources.length)
    check.fail(
      "encryption",
      encryption,
      "use AES256: AWS cannot deliver logs to a bucket encrypted with a key of yours",
    );
  if (encryption === "aws:kms" && !args.key) check.fail("key", undefined, "give the key that encrypts the objects");
  if (encryption === "AES256" && !sources.length)
    check.fail("encryption", encryption, "give a key; only log targets (logTarget) are encrypted with keys of S3");
  if (encryption === "AES256" && args.key)
    check.fail("key", args.key.componentName, "leave it out, log targets cannot use it");
  if (encryption === "AES256" && args.uploadEncryption)
    check.fail(
      "uploadEncryption",
      args.uploadEncryption,
      "leave it out, the services that deliver logs choose themselves",
    );
  for (const source of sources)
    check.oneOf("logTarget", source, ["serverAccess", "cloudFront", "loadBalancer"], `${GUIDE}ServerLogs.html`);
  if (Array.isArray(args.logTarget) && !sources.length)
    check.fail("logTarget", args.logTarget, "name at least one source, or leave it out");
  checkAccessLogs(name, args);
  checkLifecycle(name, args);
  for (const { allowOrigins, allowMethods } of args.cors ?? []) {
    if (!allowOrigins.length || allowOrigins.includes("*"))
      check.fail("cors.allowOrigins", allowOrigins, "name the origins whose pages may call the bucket");
    for (const method of allowMethods)
      check.oneOf(
        "cors.allowMethods",
        method,
        ["GET", "PUT", "POST", "DELETE", "HEAD"],
        `${GUIDE}ManageCorsUsing.html`,
      );
  }
}

function checkAccessLogs(name: string, args: BucketArgs): void {
  const check = inputChecks("platform:data:Bucket", name);
  if (!args.accessLogs) return;
  if (logSources(args).includes("serverAccess"))
    check.fail("accessLogs", args.accessLogs.componentName, "leave it out, logs about logs would never end");
  if (!args.accessLogs.logSources.includes("serverAccess"))
    check.fail("accessLogs", args.accessLogs.componentName, 'give that bucket logTarget: ["serverAccess"]');
}

function checkLifecycle(name: string, args: BucketArgs): void {
  const check = inputChecks("platform:data:Bucket", name);
  const page = `${GUIDE}intro-lifecycle-rules.html`;
  for (const field of [
    "abortIncompleteUploadsAfterDays",
    "noncurrentVersionsExpireAfterDays",
    "expireAfterDays",
  ] as const)
    check.integer(`lifecycle.${field}`, args.lifecycle?.[field], 1, 2_147_483_647, page);
  if (!args.objectLock) return;
  check.integer("objectLock.days", args.objectLock.days, 1, 36_500, `${GUIDE}object-lock.html`);
  if (args.versioning === false) check.fail("versioning", false, "leave it on, object lock needs it");
}
