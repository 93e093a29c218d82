import { SQSClient } from "@aws-sdk/client-sqs";
import { redriveMessages } from "../redrive/redrive-messages";
import type { SandboxOutputs } from "../deploy/sandbox-outputs";
import { clientOptions, runningSandbox } from "./running";
import { UsageError, type Verb } from "./verb";

export const redrive: Verb = {
  name: "redrive",
  about: `Moves the messages of dead-letter queues back to the queues they came from, to be processed once more after the
cause is mended. SYSTEM is the one whose queue is meant, for example intake; without it, every system's is.

In an account on AWS the same is: aws sqs start-message-move-task --source-arn ARN-OF-THE-DEAD-LETTER-QUEUE`,
  positionals: "[SYSTEM]",
  async run({ positionals, json }) {
    const { emulator, outputs } = runningSandbox();
    const chosen = chosenQueues(outputs, positionals);
    const client = new SQSClient(clientOptions(emulator));
    try {
      for (const [system, url] of chosen) {
        const moved = await redriveMessages(client, url);
        const count = Object.values(moved).reduce((sum, each) => sum + each, 0);
        console.log(
          json ? JSON.stringify({ system, deadLetterQueue: url, moved: count }) : `${system}: ${count} moved`,
        );
      }
    } finally {
      client.destroy();
    }
    return 0;
  },
};

function chosenQueues(outputs: SandboxOutputs, [wanted, ...more]: string[]): [string, string][] {
  const known = Object.entries(outputs).flatMap(([system, values]): [string, string][] => {
    const url = (values as { deadLetterQueue?: unknown } | null)?.deadLetterQueue;
    return typeof url === "string" ? [[system, url]] : [];
  });
  const chosen = known.filter(([system]) => wanted === undefined || system === wanted);
  if (more.length > 0 || (wanted !== undefined && chosen.length === 0)) {
    throw new UsageError(`Name one system with a dead-letter queue: ${known.map(([system]) => system).join(", ")}`);
  }
  return chosen;
}
