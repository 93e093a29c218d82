/** Where long work tells how far it is. */
export interface Progress {
  /** A line that stays: what is about to happen, and what has. */
  line(text: string): void;
  /** The state of the work going on; replaces the state told before. May be called many times a second. */
  status(text: string): void;
}

/** How often a state is written where it cannot replace the one before, in milliseconds. */
const LINE_INTERVAL = 5_000;

/**
 * Tells progress on a stream: on a terminal the state is one line that changes, elsewhere (a log, a build machine) a new
 * line every few seconds.
 *
 * @param stream standard error by default, so that standard output stays for results
 * @param now the clock, in milliseconds; for tests
 */
export function consoleProgress(
  stream: { isTTY?: boolean; columns?: number; write(text: string): unknown } = process.stderr,
  now: () => number = Date.now,
): Progress {
  let shown = false;
  let written = -Infinity;
  return {
    line(text) {
      if (shown) stream.write("\r\x1b[K");
      shown = false;
      stream.write(`${text}\n`);
    },
    status(text) {
      if (stream.isTTY) {
        stream.write(`\r\x1b[K${text.slice(0, (stream.columns ?? 80) - 1)}`);
        shown = true;
      } else if (now() - written >= LINE_INTERVAL) {
        written = now();
        stream.write(`${text}\n`);
      }
    },
  };
}
