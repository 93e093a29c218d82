import {
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  type DescribeExecutionOutput,
} from "@aws-sdk/client-sfn";
import { eventually, outputs } from "../../support/sandbox";

/** Settings of an SDK client that calls the sandbox. */
export function clientSettings() {
  const { endpoint, region, accountId } = outputs();
  return { endpoint, region, credentials: { accessKeyId: accountId, secretAccessKey: "sandbox" } };
}

/** Runs a state machine to its end, however it ends. */
export async function execute(
  stateMachineArn: string,
  input: unknown,
  name?: string,
): Promise<DescribeExecutionOutput> {
  const states = new SFNClient(clientSettings());
  const { executionArn } = await states.send(
    new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }),
  );
  return ended(executionArn!);
}

/** Waits for an execution to end. */
export function ended(executionArn: string): Promise<DescribeExecutionOutput> {
  const states = new SFNClient(clientSettings());
  return eventually(
    () => states.send(new DescribeExecutionCommand({ executionArn })),
    ({ status }) => status !== "RUNNING",
    90,
  );
}
