import { mock } from "node:test";

/** No pause of a handler is longer; the function's own time, which goes on too, is. */
const STEP = 5_000;

/**
 * Runs work whose pauses take no time. Only for work that waits for nothing but pauses and fakes: a connection would be given
 * up at once.
 */
export async function withoutWaiting<T>(work: () => Promise<T>): Promise<T> {
  mock.timers.enable({ apis: ["setTimeout"] });
  let isOver = false;
  try {
    const result = work().finally(() => (isOver = true));
    result.catch(() => undefined);
    while (!isOver) {
      // Everything that can be done without a pause is done first.
      for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
      if (!isOver) mock.timers.tick(STEP);
    }
    return await result;
  } finally {
    mock.timers.reset();
  }
}
