import type { Bottleneck } from "./bottlenecks/bottleneck";
import type { Figures } from "./figures/figures";
import { sum } from "./figures/figures";
import type { Schedule } from "./open-loop";
import type { Percentiles, Totals } from "./statistics";

/** What a run tells at its end. */
export interface Report {
  system: string;
  environment: string;
  /** Starts the ids of what was sent. */
  run: string;
  schedule: Schedule;
  totals: Totals;
  /** Throttles that were seen, by who throttled. */
  throttles: Record<string, number>;
  functions: {
    name: string;
    invocations: number;
    throttles: number;
    errors: number;
    averageMilliseconds?: number;
    reservedConcurrency?: number;
  }[];
  /** Most entries that waited, and what was left at the end. */
  backlogs: { name: string; most: number; left?: number }[];
  /** What gave way first; absent where nothing did. */
  bottleneck?: Bottleneck;
  /** What gave way later, or beside it. */
  others: Bottleneck[];
  /** Figures that could not be had. */
  missing: readonly string[];
}

/** @param found what gave way, the first first */
export function reportOf(
  what: Pick<Report, "system" | "environment" | "run">,
  figures: Figures,
  totals: Totals,
  [bottleneck, ...others]: readonly Bottleneck[],
): Report {
  const throttles: Record<string, number> = {};
  for (const { heldBack } of figures.calls) if (heldBack) throttles[heldBack] = (throttles[heldBack] ?? 0) + 1;
  for (const { name, throttles: points } of [...figures.functions, ...figures.tables, ...figures.streams]) {
    if (points.length > 0) throttles[name] = sum(points);
  }
  return {
    ...what,
    schedule: figures.schedule,
    totals,
    throttles,
    functions: figures.functions.map(
      ({ name, invocations, throttles, errors, averageDuration, reservedConcurrency }) => ({
        name,
        invocations,
        throttles: sum(throttles),
        errors: sum(errors),
        ...(averageDuration !== undefined && { averageMilliseconds: averageDuration }),
        ...(reservedConcurrency !== undefined && { reservedConcurrency }),
      }),
    ),
    backlogs: figures.backlogs.map(({ name, waiting }) => ({
      name,
      most: waiting.reduce((most, { value }) => Math.max(most, value), 0),
      ...(waiting.length > 0 && { left: waiting.at(-1)!.value }),
    })),
    ...(bottleneck && { bottleneck }),
    others,
    missing: figures.missing,
  };
}

/** The report for people. */
export function reportText(report: Report): string {
  const { totals, schedule, bottleneck } = report;
  const rate = schedule.from === undefined ? `${schedule.rate}` : `${schedule.from} to ${schedule.rate}`;
  return [
    `${report.system} in ${report.environment}: ${rate} calls a second for ${schedule.seconds} s, ids ${report.run}-…`,
    "",
    `  sent        ${totals.sent} of ${totals.due}, ${totals.ok} taken, ${totals.failed} failed`,
    `  throughput  ${totals.throughput.toFixed(1)} calls a second`,
    ...(totals.latency ? [`  latency     ${percentilesText(totals.latency)} (from when a call was due)`] : []),
    ...(totals.service ? [`  service     ${percentilesText(totals.service)} (from when it was sent)`] : []),
    ...totals.errors.map(
      ({ kind, count }, index) => `  ${index === 0 ? "errors      " : " ".repeat(12)}${count} × ${kind}`,
    ),
    ...Object.entries(report.throttles).map(
      ([name, count], index) => `  ${index === 0 ? "throttles   " : " ".repeat(12)}${count} by ${name}`,
    ),
    ...report.functions.map(
      ({ name, invocations, throttles, errors, averageMilliseconds, reservedConcurrency }, index) =>
        `  ${index === 0 ? "functions   " : " ".repeat(12)}${name}: ${invocations} invocations` +
        (averageMilliseconds === undefined ? "" : ` of ${averageMilliseconds.toFixed(0)} ms`) +
        `, ${errors} errors, ${throttles} throttles` +
        (reservedConcurrency === undefined ? "" : `, ${reservedConcurrency} reserved`),
    ),
    ...report.backlogs.map(
      ({ name, most, left }, index) =>
        `  ${index === 0 ? "waiting     " : " ".repeat(12)}${name.split(":").at(-1)}: ` +
        (left === undefined ? "not known" : `${most} at most, ${left} at the end`),
    ),
    "",
    ...(bottleneck
      ? [`First bottleneck: ${title(bottleneck)}`, ...bottleneck.evidence.map((each) => `  - ${each}`)]
      : ["No bottleneck: everything was taken, nothing was throttled, nothing piled up, and answers stayed as fast."]),
    ...report.others.flatMap((other) => [`Also: ${title(other)}`, ...other.evidence.map((each) => `  - ${each}`)]),
    ...(report.missing.length > 0
      ? ["", "Not measured, so not ruled out:", ...report.missing.map((each) => `  - ${each}`)]
      : []),
  ].join("\n");
}

function title({ kind, part, since }: Bottleneck): string {
  return `${kind}: ${part}, from ${since.toFixed(0)} s on`;
}

function percentilesText({ p50, p90, p95, p99, max }: Percentiles): string {
  const [first, ...rest] = [p50, p90, p95, p99, max].map((each) => each.toFixed(0));
  return `p50 ${first}, p90 ${rest[0]}, p95 ${rest[1]}, p99 ${rest[2]}, longest ${rest[3]} ms`;
}
