/** How often a state is told although nothing was heard of the work, in milliseconds. */
const TICK = 2_000;

/**
 * Does work and has its state told again and again, so that a long silence is not taken for a standstill.
 *
 * @param tell is called now and then with the milliseconds since the work began
 * @param work is awaited
 */
export async function withTicks<T>(tell: (milliseconds: number) => void, work: () => Promise<T>): Promise<T> {
  const started = Date.now();
  const timer = setInterval(() => tell(Date.now() - started), TICK);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
