/**
 * Lets the user end a run: the first Ctrl-C in an orderly way, the second at once. A closed terminal and a request to end
 * count as the first.
 *
 * @param say told what happens
 * @param atOnce ends what runs
 * @returns the signal for what runs, and how to stop listening
 */
export function interruption(say: (text: string) => void, atOnce: () => void): { signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  const listener = () => {
    if (controller.signal.aborted) {
      say("Ending at once. What was under way is unknown now: unlock those stacks, refresh them, then go on.");
      atOnce();
      return;
    }
    say("Cancelling: what is under way is finished and recorded, nothing more is begun. Ctrl-C again ends at once.");
    controller.abort();
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const name of signals) process.on(name, listener);
  return {
    signal: controller.signal,
    end: () => {
      for (const name of signals) process.off(name, listener);
    },
  };
}
