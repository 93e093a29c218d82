import "./environment";
import { lambdaContext } from "./lambda-context";

/**
 * Runs a handler once in a process of its own and says what it left running.
 *
 * usage: run-to-end.ts ENTRY EVENT-JSON REMAINING-MILLISECONDS. Prints one line of JSON: the result or the error's
 * message, the milliseconds it took, and the resources that keep the process alive at that moment. Then it does nothing
 * more, so a process that does not end has something running.
 */
async function main(): Promise<void> {
  const [entry, event, remaining] = process.argv.slice(2) as [string, string, string];
  Object.assign(process.env, JSON.parse(process.env["TEST_ENVIRONMENT"] ?? "{}"));
  // the environment has to be there first
  const { handler } = require(entry) as { handler: (event: unknown, context: unknown) => Promise<unknown> };
  const before = process.getActiveResourcesInfo();
  const started = Date.now();
  const outcome = await handler(JSON.parse(event), lambdaContext(Number(remaining))).then(
    (result) => ({ result }),
    (error: Error) => ({ error: error.message }),
  );
  const milliseconds = Date.now() - started;
  // A destroyed socket closes, and the SDK's look for a configuration file ends, within some turns of the loop.
  const end = Date.now() + 500;
  let running = leftRunning(before);
  for (; running.length > 0 && Date.now() < end; running = leftRunning(before)) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  console.log(`\n${JSON.stringify({ ...outcome, milliseconds, running })}`);
}

/** What keeps the process alive now and did not before. */
function leftRunning(before: string[]): string[] {
  const running = process.getActiveResourcesInfo();
  for (const resource of before) if (running.includes(resource)) running.splice(running.indexOf(resource), 1);
  return running;
}

void main();
