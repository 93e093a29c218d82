import { link, type Companions } from "./links";
import type { Resource } from "./resource";
import type { Stack } from "./stack";

/** Both tokens of one resource: version 7 of the provider ships `Bucket` and the deprecated `BucketV2`. */
export const bucketTypes = ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"];

/** Which resources of some types are about which bucket, by their property `bucket`. */
export function bucketCompanions(stack: Stack, types: string[], property = "bucket"): (bucket: Resource) => Companions {
  return link(stack, {
    targets: stack.ofType(...bucketTypes),
    companions: stack.ofType(...types),
    property,
    identifiers: ["bucket", "id", "arn"],
    parts: bucketNames,
  });
}

/** The name in an ARN, a domain name or a plain name of a bucket. */
export function bucketNames(reference: string): string[] {
  const arn = /^arn:[^:]*:s3:::([^/]+)/.exec(reference)?.[1];
  const host = /^([^/]+)\.s3[.-]([a-z0-9-]+\.)*amazonaws\.com/.exec(reference)?.[1];
  return [reference, arn, host].filter((each) => each !== undefined);
}
