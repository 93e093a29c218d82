import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { GetFunctionConfigurationCommand, GetFunctionConcurrencyCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { ListExecutionsCommand, SFNClient } from "@aws-sdk/client-sfn";
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import * as os from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { Call } from "../call";
import type { LoadedEnvironment } from "../environment";
import type { Schedule } from "../open-loop";
import type { Watched } from "../targets/target";
import type { Backlog, Figures, FunctionFigures, LoggedError, Point } from "./figures";
import { metricQueries, queueName } from "./metric-queries";
import { groupTimes, machineTime } from "./processor-time";
import { readLogs, type LogFigures } from "./read-logs";
import { readMetrics, type MetricQuery } from "./read-metrics";
import { streamBacklog } from "./stream-backlog";

/** How often backlogs are looked at, and how often processors, whose time some systems tell in whole seconds. */
const BACKLOG_SECONDS = 1;
const PROCESSOR_SECONDS = 5;

/** Watches a system's parts while it is loaded, and tells what their figures were. */
export class Watcher {
  private readonly cloudWatch: CloudWatchClient;
  private readonly logs: CloudWatchLogsClient;
  private readonly lambda: LambdaClient;
  private readonly sqs: SQSClient;
  private readonly sfn: SFNClient;
  private readonly loop = monitorEventLoopDelay({ resolution: 10 });
  private readonly waiting = new Map<string, Point[]>();
  private readonly cores = new Map<string, Point[]>();
  private readonly machineIdle: Point[] = [];
  private readonly missing = new Set<string>();
  private readonly queries: MetricQuery[];
  private readonly ended = new AbortController();
  private before?: Point[][];
  private sampling: Promise<unknown> = Promise.resolve();
  private start = new Date();

  constructor(
    private readonly environment: LoadedEnvironment,
    private readonly watched: Watched,
  ) {
    // A busy emulator may not answer at all; then the figure is missing, and nobody waits for it.
    const requestHandler = { connectionTimeout: 5_000, requestTimeout: 20_000, throwOnRequestTimeout: true };
    const options = { ...environment.clientOptions, maxAttempts: 2, requestHandler };
    this.cloudWatch = new CloudWatchClient(options);
    this.logs = new CloudWatchLogsClient(options);
    this.lambda = new LambdaClient(options);
    this.sqs = new SQSClient(options);
    this.sfn = new SFNClient(options);
    this.queries = metricQueries(watched);
  }

  /** Begins to watch; the first call is due when this resolves. */
  async begin(): Promise<void> {
    this.start = new Date();
    if (this.environment.isWatched) {
      this.before = await this.tried("metrics", () => readMetrics(this.cloudWatch, this.queries, this.start));
    }
    this.start = new Date();
    this.loop.enable();
    this.sampling = Promise.all([this.sample(BACKLOG_SECONDS, () => this.backlogs()), this.processors()]);
  }

  /** Stops judging the generator itself, which has nothing to do any more. */
  sent(): void {
    this.loop.disable();
  }

  /**
   * Waits until nothing is left to be worked off, but not longer than that, and where CloudWatch needs time for its metrics
   * that long.
   */
  async settle(seconds: number): Promise<void> {
    const end = Date.now() + seconds * 1000;
    const isWorkedOff = () => [...this.waiting.values()].every((points) => points.at(-1)?.value === 0);
    // A stream's backlog shows only afterwards, in the log.
    const least = this.watched.streams.length > 0 || !this.environment.emulators ? seconds : 0;
    const earliest = Date.now() + least * 1000;
    while (Date.now() < end && (Date.now() < earliest || !isWorkedOff())) await sleep(250);
    this.ended.abort();
    await this.sampling;
  }

  /** Everything that was measured. */
  async figures(schedule: Schedule, calls: readonly Call[], batch: number): Promise<Figures> {
    const { watched } = this;
    const series = this.environment.isWatched
      ? await this.tried("metrics", () => readMetrics(this.cloudWatch, this.queries, this.start, this.before))
      : undefined;
    const of = (metric: string, dimension: string, stat?: MetricQuery["stat"]): Point[] => {
      const index = this.queries.findIndex(
        (query) =>
          query.metric === metric &&
          Object.values(query.dimensions).includes(dimension) &&
          (stat === undefined || query.stat === stat),
      );
      return index < 0 ? [] : (series?.[index] ?? []);
    };
    const logs = await this.readAllLogs();
    const functions = await Promise.all(
      watched.functions.map(async ({ name, role }): Promise<FunctionFigures> => {
        const invocations = total(of("Invocations", name));
        const concurrent = largest(of("ConcurrentExecutions", name));
        // The emulator counts only some invocations; what a function's own log has of them is then more.
        const durations = logs.get(name)?.durations ?? [];
        const isLogged = durations.length > invocations;
        const duration = isLogged ? durations.reduce((sum, each) => sum + each, 0) : total(of("Duration", name));
        const longest = isLogged
          ? durations.reduce((a, b) => Math.max(a, b), 0)
          : largest(of("Duration", name, "Maximum"));
        const count = isLogged ? durations.length : invocations;
        return {
          name,
          role,
          ...(await this.settingsOf(name)),
          invocations: count,
          throttles: positive(of("Throttles", name)),
          errors: positive(of("Errors", name)),
          ...(count > 0 && { averageDuration: duration / count, longestDuration: longest }),
          ...(concurrent > 0 && { concurrent }),
        };
      }),
    );
    const logged: LoggedError[] = [...logs.values()].flatMap(({ errors }) => errors).sort((a, b) => a.at - b.at);
    const latency = average(of("Latency", watched.api ?? ""));
    const { thirdParty } = watched;
    return {
      schedule,
      calls,
      functions,
      tables: watched.tables.map((name) => ({
        name,
        throttles: positive([...of("ReadThrottleEvents", name), ...of("WriteThrottleEvents", name)]),
      })),
      streams: watched.streams.map(({ name }) => ({
        name,
        throttles: positive(of("WriteProvisionedThroughputExceeded", name)),
      })),
      stateMachines: watched.stateMachines.map((name) => ({
        name,
        throttles: positive(of("ExecutionThrottled", name)),
      })),
      backlogs: [
        ...watched.queues.map(({ name, url, consumer }): Backlog => ({
          name,
          kind: "queue",
          consumer,
          waiting: this.waiting.get(url) ?? [],
          oldest: of("ApproximateAgeOfOldestMessage", queueName(url)),
        })),
        ...watched.streams.map(({ name, consumer }): Backlog => ({
          name,
          kind: "stream",
          consumer,
          waiting: streamBacklog(calls, batch, counted(logs, watched.workedOff)),
          oldest: of("IteratorAge", consumer).map(({ at, value }) => ({ at, value: value / 1000 })),
        })),
        ...watched.stateMachines.map((name): Backlog => ({
          name,
          kind: "state machine",
          waiting: this.waiting.get(name) ?? [],
          oldest: [],
        })),
      ],
      ...(watched.api !== undefined &&
        latency !== undefined && {
          api: {
            name: watched.api,
            latency,
            integrationLatency: average(of("IntegrationLatency", watched.api)) ?? 0,
          },
        }),
      ...(thirdParty && {
        thirdParty: {
          function: thirdParty.function,
          failures: logs.get(thirdParty.function)?.counters.get(thirdParty.failures) ?? [],
        },
      }),
      logged,
      ...(this.environment.emulators && {
        emulators: [...this.cores].map(([name, cores]) => ({ name, cores })),
      }),
      machineIdle: this.machineIdle,
      processors: os.cpus().length,
      generatorDelay: this.loop.percentile(99) / 1e6 - 10,
      missing: [...this.missing],
    };
  }

  /** Ends all clients. */
  close(): void {
    this.ended.abort();
    for (const client of [this.cloudWatch, this.logs, this.lambda, this.sqs, this.sfn]) client.destroy();
  }

  private seconds(): number {
    return (Date.now() - this.start.getTime()) / 1000;
  }

  private async sample(every: number, look: () => Promise<void> | void): Promise<void> {
    const { signal } = this.ended;
    while (!signal.aborted) {
      await look();
      await sleep(every * 1000, undefined, { signal }).catch(() => undefined);
    }
  }

  private async backlogs(): Promise<void> {
    if (!this.environment.isWatched) return;
    const { queues, stateMachines } = this.watched;
    await Promise.all([
      ...queues.map(async ({ name, url }) => {
        const waiting = await this.tried(`the queue ${name}`, () => this.queueLength(url));
        if (waiting !== undefined) this.waited(url, waiting);
      }),
      ...stateMachines.map(async (arn) => {
        const running = await this.tried("executions", async () => {
          const command = new ListExecutionsCommand({
            stateMachineArn: arn,
            statusFilter: "RUNNING",
            maxResults: 1000,
          });
          return (await this.sfn.send(command)).executions?.length ?? 0;
        });
        if (running !== undefined) this.waited(arn, running);
      }),
    ]);
  }

  private waited(name: string, value: number): void {
    this.waiting.set(name, [...(this.waiting.get(name) ?? []), { at: this.seconds(), value }]);
  }

  private async queueLength(QueueUrl: string): Promise<number> {
    const { Attributes = {} } = await this.sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl,
        AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
      }),
    );
    return Object.values(Attributes).reduce((sum, text) => sum + Number(text), 0);
  }

  private async processors(): Promise<void> {
    const emulators = this.environment.emulators ?? [];
    const leaders = emulators.map(({ pid }) => pid);
    let before = groupTimes(leaders);
    let machine = machineTime();
    let at = this.seconds();
    await this.sample(PROCESSOR_SECONDS, () => {
      const now = this.seconds();
      if (now - at < 1) return;
      const used = groupTimes(leaders);
      const time = machineTime();
      for (const { name, pid } of emulators) {
        for (const [part, key] of [
          [name, "leader"],
          [`${name}'s functions`, "others"],
        ] as const) {
          const seconds = (used.get(pid)?.[key] ?? 0) - (before.get(pid)?.[key] ?? 0);
          if (key === "others" && seconds <= 0) continue;
          // The time is that of the interval's beginning.
          this.cores.set(part, [...(this.cores.get(part) ?? []), { at, value: seconds / (now - at) }]);
        }
      }
      this.machineIdle.push({ at, value: (time.idle - machine.idle) / Math.max(1, time.all - machine.all) });
      [before, machine, at] = [used, time, now];
    });
  }

  private async settingsOf(
    FunctionName: string,
  ): Promise<Pick<FunctionFigures, "reservedConcurrency" | "timeoutSeconds">> {
    if (!this.environment.isWatched) return {};
    const found = await this.tried(`settings of ${FunctionName}`, async () => {
      const { Timeout } = await this.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      const { ReservedConcurrentExecutions } = await this.lambda.send(
        new GetFunctionConcurrencyCommand({ FunctionName }),
      );
      return { timeoutSeconds: Timeout, reservedConcurrency: ReservedConcurrentExecutions };
    });
    return {
      ...(found?.timeoutSeconds !== undefined && { timeoutSeconds: found.timeoutSeconds }),
      ...(found?.reservedConcurrency !== undefined && { reservedConcurrency: found.reservedConcurrency }),
    };
  }

  private async readAllLogs(): Promise<Map<string, LogFigures>> {
    const logs = new Map<string, LogFigures>();
    if (!this.environment.isWatched) return logs;
    for (const { name } of this.watched.functions) {
      const found = await this.tried(`the log of ${name}`, () => readLogs(this.logs, name, this.start));
      if (found?.isCut) this.missing.add(`the log of ${name} is longer than what was read of it`);
      if (found) logs.set(name, found);
    }
    return logs;
  }

  /** A figure that cannot be had is told, and is no reason to lose the others. */
  private async tried<T>(what: string, ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await ask();
    } catch (error) {
      this.missing.add(`${what}: ${(error as Error).message}`);
      return undefined;
    }
  }
}

/** Counters of what was worked off, of all functions that do. */
function counted(logs: ReadonlyMap<string, LogFigures>, workedOff: Watched["workedOff"]): Point[] {
  return (workedOff ?? []).flatMap(({ function: name, counter }) => logs.get(name)?.counters.get(counter) ?? []);
}

const total = (points: readonly Point[]) => points.reduce((sum, { value }) => sum + value, 0);
const largest = (points: readonly Point[]) => points.reduce((most, { value }) => Math.max(most, value), 0);
const average = (points: readonly Point[]) => (points.length === 0 ? undefined : total(points) / points.length);
const positive = (points: readonly Point[]) => points.filter(({ value }) => value > 0).sort((a, b) => a.at - b.at);
