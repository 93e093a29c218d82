import type { Client } from "@smithy/types";
import { mockClient, type AwsStub } from "aws-sdk-client-mock";

/**
 * Answers for every client of a kind, in place of AWS, from the first test of the surrounding `describe` to its last;
 * nothing is sent. The one place that knows the mocking library.
 *
 * @param client the client's class, for example `DynamoDBClient`
 * @returns gives the mock, within a test or hook; empty at the start of each test
 */
export function useAwsMock<Input extends object, Output extends object & { $metadata: object }, Configuration>(
  client: new (configuration: never) => Client<Input, Output, Configuration>,
): () => AwsStub<Input, Output, Configuration> {
  let mock: AwsStub<Input, Output, Configuration>;
  before(() => {
    mock = mockClient(client as never) as unknown as AwsStub<Input, Output, Configuration>;
  });
  beforeEach(() => {
    mock.reset();
  });
  after(() => {
    mock.restore();
  });
  return () => mock;
}
