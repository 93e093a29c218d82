import type { Clock } from "../../../../tools/load/clock";

/** Time that goes on as soon as everybody waits: a second of load takes as long as its work does, on any machine. */
export class SimulatedClock implements Clock {
  private time = 0;
  private readonly sleepers: { at: number; wake: () => void }[] = [];

  readonly now = (): number => this.time;

  readonly sleep = (milliseconds: number): Promise<void> =>
    new Promise((wake) => this.sleepers.push({ at: this.time + milliseconds, wake }));

  /** Lets time go by until this is there. */
  async until<T>(promise: Promise<T>): Promise<T> {
    let isThere = false;
    const ended = promise.finally(() => (isThere = true));
    ended.catch(() => undefined);
    for (;;) {
      // Everything that can be done now is done first.
      await new Promise(setImmediate);
      if (isThere) return ended;
      const next = this.sleepers.reduce((first, each) => (each.at < first.at ? each : first), this.sleepers[0]!);
      this.sleepers.splice(this.sleepers.indexOf(next), 1);
      this.time = Math.max(this.time, next.at);
      next.wake();
    }
  }
}
