import { sum, type Backlog, type Figures, type Point } from "../figures/figures";
import type { Bottleneck, BottleneckKind } from "./bottleneck";
import { concurrency, reservation } from "./concurrency";

/** A backlog that is this much larger than what one look may find under way. */
const FEW = 20;

/** Work that piles up while calls are sent, or waits for long. */
export function backlogs({ backlogs: all, schedule, functions }: Figures): Bottleneck[] {
  return all.flatMap((backlog): Bottleneck[] => {
    const { name, kind, waiting, oldest, consumer } = backlog;
    const whileSending = waiting.filter(({ at }) => at <= schedule.seconds);
    const most = whileSending.reduce((max, { value }) => Math.max(max, value), 0);
    const oldestSeconds = oldest.reduce((max, { value }) => Math.max(max, value), 0);
    if (!(most > FEW && isGrowing(whileSending)) && oldestSeconds < 60) return [];
    const start = whileSending.find(({ value }) => value > FEW) ?? oldest[0];
    const works = functions.find((each) => each.name === consumer);
    return [
      {
        kind: kindOf(kind),
        part: consumer ?? name,
        since: start?.at ?? 0,
        evidence: [
          `${most} entries waited or were under way in the ${kind} ${name}, and became more while calls were sent`,
          ...emptied(waiting, schedule.seconds),
          ...(oldestSeconds > 0 ? [`the oldest waited ${oldestSeconds.toFixed(0)} s`] : []),
          ...(works ? [reservation(works), ...concurrency(works, schedule.seconds)] : []),
        ],
      },
    ];
  });
}

function kindOf(kind: Backlog["kind"]): BottleneckKind {
  if (kind === "queue") return "a queue's consumer";
  return kind === "stream" ? "a stream's consumer" : "executions of a state machine";
}

/** More in each later third than in the one before. */
function isGrowing(points: readonly Point[]): boolean {
  if (points.length < 3) return false;
  const size = Math.floor(points.length / 3);
  const mean = (from: number) => sum(points.slice(from, from + size)) / size;
  const [first, second, third] = [mean(0), mean(size), mean(points.length - size)] as [number, number, number];
  return second > first && third > 1.2 * second;
}

function emptied(points: readonly Point[], seconds: number): string[] {
  const after = points.filter(({ at }) => at > seconds);
  if (after.length === 0) return [];
  const empty = after.find(({ value }) => value === 0);
  if (empty) return [`it was empty ${(empty.at - seconds).toFixed(0)} s after the last call`];
  return [`${after.at(-1)!.value} were still there ${(after.at(-1)!.at - seconds).toFixed(0)} s after the last call`];
}
