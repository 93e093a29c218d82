import type { Context } from "aws-lambda";

/** What Lambda gives a handler beside its event. */
export function lambdaContext(remainingMilliseconds = 10_000): Context {
  const started = Date.now();
  return {
    awsRequestId: "invocation-id",
    functionName: "function",
    functionVersion: "1",
    invokedFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:function",
    memoryLimitInMB: "256",
    getRemainingTimeInMillis: () => Math.max(0, remainingMilliseconds - (Date.now() - started)),
  } as Context;
}
