/**
 * The URL of a queue beside another one: URLs of SQS end with the account and the queue's name.
 *
 * @param url of any queue of the same service, for example `http://127.0.0.1:4566/123456789012/a`
 * @param arn of the queue, for example `arn:aws:sqs:us-east-1:123456789012:b`
 */
export function queueUrlOf(url: string, arn: string): string {
  const [, , , , accountId, name] = arn.split(":");
  if (!accountId || !name) throw new Error(`${JSON.stringify(arn)} is not the ARN of a queue`);
  return new URL(`/${accountId}/${name}`, url).href;
}
