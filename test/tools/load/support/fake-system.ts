import type { Call } from "../../../../tools/load/call";
import type { Backlog, Figures, LoggedError, Point } from "../../../../tools/load/figures/figures";
import type { Schedule } from "../../../../tools/load/open-loop";
import type { SimulatedClock } from "./simulated-clock";

/** What the system cannot do more of; all absent is a system that takes everything. */
export interface Limits {
  /** Calls a second that the gateway lets through, with that many at once to begin with. */
  rateLimit?: number;
  /** Calls that the usage plan has. */
  quota?: number;
  /** Executions of the function at once; more are throttled by Lambda. */
  reservedConcurrency?: number;
  /** Milliseconds of the function, alone. */
  milliseconds?: number;
  /** Calls the function works on at once inside; more wait, so that it becomes slower with load. */
  lanes?: number;
  /** Writes a second that the table takes. */
  tableWrites?: number;
  /** Entries a second that the consumer of the queue behind takes. */
  consumes?: number;
  /** The third party's service: fails, or takes that many milliseconds. */
  service?: { fails?: boolean; milliseconds: number };
  /** Answers everything with an error that nobody wrote down. */
  broken?: boolean;
}

/** An answer of the API. */
export interface Answer {
  status: number;
  body: object;
}

/** A system behind an API that keeps the figures AWS would keep of it. */
export class FakeSystem {
  private tokens: number;
  private refilled = 0;
  private used = 0;
  private running = 0;
  private busy = 0;
  private readonly lane: (() => void)[] = [];
  private written = { second: -1, count: 0 };
  private queued = 0;
  private readonly durations: number[] = [];
  private readonly throttles: Point[] = [];
  private readonly errors: Point[] = [];
  private readonly tableThrottles: Point[] = [];
  private readonly serviceFailures: Point[] = [];
  private readonly logged: LoggedError[] = [];
  private readonly waiting: Point[] = [];

  constructor(
    private readonly limits: Limits,
    private readonly clock: SimulatedClock,
  ) {
    this.tokens = limits.rateLimit ?? Infinity;
  }

  /** Takes from the queue from now on, for as long as time goes by. */
  async consume(): Promise<void> {
    for (;;) {
      await this.clock.sleep(50);
      this.queued = Math.max(0, this.queued - this.limits.consumes! / 20);
      this.waiting.push({ at: this.seconds(), value: Math.round(this.queued) });
    }
  }

  figures(schedule: Schedule, calls: readonly Call[]): Figures {
    const { reservedConcurrency, consumes, service } = this.limits;
    const invocations = this.durations.length;
    const total = this.durations.reduce((sum, each) => sum + each, 0);
    const backlog: Backlog = { name: "queue", kind: "queue", consumer: "consume", waiting: this.waiting, oldest: [] };
    return {
      schedule,
      calls,
      functions: [
        {
          name: "answer",
          role: "answers",
          ...(reservedConcurrency !== undefined && { reservedConcurrency }),
          invocations,
          throttles: this.throttles,
          errors: this.errors,
          ...(invocations > 0 && {
            averageDuration: total / invocations,
            longestDuration: Math.max(...this.durations),
          }),
        },
        ...(service
          ? [
              {
                name: "deliver",
                role: "works off" as const,
                timeoutSeconds: 30,
                invocations,
                throttles: [],
                errors: [],
                averageDuration: service.milliseconds,
                longestDuration: service.milliseconds,
              },
            ]
          : []),
      ],
      tables: [{ name: "table", throttles: this.tableThrottles }],
      streams: [],
      stateMachines: [],
      backlogs: consumes === undefined ? [] : [backlog],
      ...(service && { thirdParty: { function: "deliver", failures: this.serviceFailures } }),
      logged: this.logged,
      machineIdle: [],
      processors: 2,
      generatorDelay: 0,
      missing: [],
    };
  }

  private seconds(): number {
    return this.clock.now() / 1000;
  }

  async answer(): Promise<Answer> {
    const { quota = Infinity, rateLimit, reservedConcurrency = Infinity, tableWrites = Infinity, broken } = this.limits;
    if (this.used >= quota) return answer(429, { message: "Limit Exceeded" });
    if (rateLimit !== undefined && !this.takeToken(rateLimit)) {
      return answer(429, { message: "Too Many Requests" });
    }
    this.used++;
    if (broken) return answer(502, {});
    if (this.running >= reservedConcurrency) {
      this.throttles.push({ at: this.seconds(), value: 1 });
      return answer(429, { message: "Rate Exceeded." });
    }
    await this.work();
    const second = Math.floor(this.seconds());
    this.written = { second, count: this.written.second === second ? this.written.count + 1 : 1 };
    if (this.written.count > tableWrites) {
      const at = this.seconds();
      this.tableThrottles.push({ at, value: 1 });
      this.errors.push({ at, value: 1 });
      this.logged.push({ at, function: "answer", error: "ProvisionedThroughputExceededException" });
      return answer(500, { error: { code: "InternalError" } });
    }
    this.queued++;
    if (this.limits.service?.fails) this.serviceFailures.push({ at: this.seconds(), value: 1 });
    return answer(200, {});
  }

  private takeToken(rate: number): boolean {
    const now = this.seconds();
    this.tokens = Math.min(rate, this.tokens + (now - this.refilled) * rate);
    this.refilled = now;
    if (this.tokens < 1) return false;
    this.tokens--;
    return true;
  }

  /** The function's own work, of which some may have to wait for other. */
  private async work(): Promise<void> {
    const { milliseconds = 5, lanes = Infinity } = this.limits;
    const started = this.clock.now();
    this.running++;
    if (this.busy >= lanes) await new Promise<void>((resolve) => this.lane.push(resolve));
    else this.busy++;
    await this.clock.sleep(milliseconds);
    const next = this.lane.shift();
    if (next) next();
    else this.busy--;
    this.running--;
    this.durations.push(this.clock.now() - started);
  }
}

function answer(status: number, body: object): Answer {
  return { status, body };
}
