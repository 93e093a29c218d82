import { UsageError } from "../command/verb";
import type { LoadArguments } from "./arguments";
import { bottlenecks } from "./bottlenecks/find-bottlenecks";
import { confirmed, type LoadedEnvironment } from "./environment";
import { accountOf } from "./account-of";
import { Watcher } from "./figures/watcher";
import { openLoop, type Progress } from "./open-loop";
import { reportOf, type Report } from "./report";
import { totals } from "./statistics";
import type { Target, TargetOptions } from "./targets/target";

/** What a run of the generator needs beside its arguments. */
export interface LoadRun {
  target: Target;
  environment: LoadedEnvironment;
  /** Told about once a second. */
  progress?: (now: Progress) => void;
  /** Told what is done beside sending. */
  say?: (text: string) => void;
  signal?: AbortSignal;
}

/** How long CloudWatch may take until a metric is there, and how long the sandbox gets to work things off. */
const SETTLE_SECONDS = { sandbox: 30, elsewhere: 180 };

/** What the run would send, for `--dry-run`. @throws UsageError where the arguments do not fit the system */
export function describeLoad(args: LoadArguments, { target, environment }: LoadRun): string {
  const options = targetOptions(args, environment, target);
  const { rate, from, seconds, concurrency, timeoutSeconds } = args.schedule;
  const calls = Math.round((((from ?? rate) + rate) / 2) * seconds);
  const watched = target.watched(options);
  const parts = [
    ...watched.functions.map(({ name }) => name),
    ...watched.tables,
    ...watched.queues.map(({ url }) => url.split("/").at(-1)!),
    ...watched.streams.map(({ name }) => name),
    ...watched.stateMachines.map((arn) => arn.split(":").at(-1)!),
  ];
  return [
    `Would send to ${environment.name}, and sends nothing:`,
    `  ${target.describe(options)}`,
    `  ${calls} calls in ${seconds} s, ${from === undefined ? rate : `${from} to ${rate}`} a second, at most ${concurrency} at once,`,
    `  each given ${timeoutSeconds} s`,
    environment.isWatched
      ? `Would watch: ${parts.join(", ")}`
      : "Would watch nothing: name the outputs with --outputs FILE",
  ].join("\n");
}

/**
 * Loads a system and finds out what gave way first.
 *
 * @throws UsageError where the arguments do not fit, Error where nothing can be sent
 */
export async function runLoad(args: LoadArguments, run: LoadRun): Promise<Report> {
  const { target, environment, progress, say, signal } = run;
  const options = targetOptions(args, environment, target);
  if (!environment.emulators) confirmed(environment, await placeOf(target, environment), args.confirm);
  const call = await target.prepare(options);
  const watcher = new Watcher(environment, target.watched(options));
  try {
    await watcher.begin();
    const calls = await openLoop(args.schedule, call, { signal, progress });
    watcher.sent();
    if (environment.isWatched) {
      const settle = args.settleSeconds ?? SETTLE_SECONDS[environment.emulators ? "sandbox" : "elsewhere"];
      say?.(`Sent. Waiting up to ${settle} s for what was queued, and for metrics.`);
      await watcher.settle(settle);
    }
    const figures = await watcher.figures(args.schedule, calls, args.batch);
    const what = { system: target.name, environment: environment.name, run: options.run };
    return reportOf(what, figures, totals(calls, args.schedule.seconds), bottlenecks(figures));
  } finally {
    watcher.close();
  }
}

function targetOptions(args: LoadArguments, environment: LoadedEnvironment, target: Target): TargetOptions {
  const { batch, web, schedule } = args;
  if (batch > target.mostInBatch) {
    throw new UsageError(`--batch is ${batch}; a call of ${target.name} takes at most ${target.mostInBatch}.`);
  }
  if (args.url !== undefined && !target.isHttp) {
    throw new UsageError(`${target.name} has no address: name where its stream or machine is with --outputs FILE.`);
  }
  const run = `load-${Date.now().toString(36)}`;
  return { environment, run, batch, web, timeoutSeconds: schedule.timeoutSeconds };
}

/** What has to be confirmed: the host of the API, or the account. */
async function placeOf(target: Target, environment: LoadedEnvironment): Promise<string> {
  if (!target.isHttp) return accountOf(environment);
  const system = target.name.replace(/-(?:read|write)$/, "");
  const url = environment.url ?? environment.outputs[system]?.["url"];
  if (typeof url !== "string") throw new UsageError(`Name the address of ${system}: --url https://…`);
  return new URL(url).host;
}
