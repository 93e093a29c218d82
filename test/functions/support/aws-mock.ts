import type { Client } from "@smithy/types";
import { mockClient, type AwsStub } from "aws-sdk-client-mock";

/**
 * Answers for every client of a kind, in place of AWS; nothing is sent. The one place that knows the mocking library.
 *
 * @param client the client's class, for example `DynamoDBClient`
 */
export function awsMock<Input extends object, Output extends object & { $metadata: object }, Configuration>(
  client: new (configuration: never) => Client<Input, Output, Configuration>,
): AwsStub<Input, Output, Configuration> {
  return mockClient(client as never) as unknown as AwsStub<Input, Output, Configuration>;
}
