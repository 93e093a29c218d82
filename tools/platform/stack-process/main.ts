import { withoutPromiseTraces } from "../../plan/without-promise-traces";
import type { FromStackProcess, ToStackProcess } from "./messages";
import { runStackVerb } from "./run-stack-verb";

/** A process for one stack, started by the orchestrator, which it talks to by messages. */
const cancelled = new AbortController();
const send = (message: FromStackProcess) => new Promise<void>((resolve) => process.send?.(message, () => resolve()));

process.on("message", (message: ToStackProcess) => {
  if (message.type === "cancel") cancelled.abort();
  else void begin(message);
});
// Without the orchestrator nobody waits for this any more; what is under way is still ended in an orderly way.
process.on("disconnect", () => cancelled.abort());

async function begin({ request }: Extract<ToStackProcess, { type: "request" }>): Promise<void> {
  withoutPromiseTraces();
  const outcome = await runStackVerb(request, cancelled.signal, (text) => void send({ type: "progress", text }));
  await send({ type: "outcome", outcome });
  // The engine's connections may outlive its work.
  process.exit(0);
}
