import { sum, type Figures } from "../figures/figures";
import type { Bottleneck } from "./bottleneck";
import { lateCalls, NOTICEABLE_MILLISECONDS, serviceTime, slowdown } from "./slowdown";

/** Functions whose invocations failed. */
export function functionErrors({ functions, logged }: Figures): Bottleneck[] {
  return functions.flatMap((each): Bottleneck[] => {
    const errors = sum(each.errors);
    if (errors === 0) return [];
    const inLog = logged.filter(({ function: name }) => name === each.name);
    const { averageDuration = 0, longestDuration = 0, timeoutSeconds } = each;
    const isTimeOut = timeoutSeconds !== undefined && longestDuration >= timeoutSeconds * 1000;
    return [
      {
        kind: "errors of a function",
        part: each.name,
        since: inLog[0]?.at ?? each.errors[0]!.at,
        evidence: [
          `${errors} of ${each.invocations} invocations failed`,
          ...(inLog.length > 0 ? [`${inLog.length} errors in its log, the first ${inLog[0]!.error}`] : []),
          ...(isTimeOut
            ? [`it took ${averageDuration.toFixed(0)} ms on average, at most its whole time of ${timeoutSeconds} s`]
            : []),
        ],
      },
    ];
  });
}

/** The function that answers takes most of what a slow answer takes. */
export function functionTime(figures: Figures): Bottleneck[] {
  const service = serviceTime(figures);
  const change = slowdown(figures);
  const waited = lateCalls(figures);
  return figures.functions.flatMap((each): Bottleneck[] => {
    const { averageDuration = 0 } = each;
    const isMost = service !== undefined && averageDuration >= 0.6 * service.p50;
    const isSlow =
      averageDuration >= NOTICEABLE_MILLISECONDS && (change !== undefined || waited > 0 || averageDuration >= 1000);
    if (each.role !== "answers" || !isMost || !isSlow) return [];
    return [
      {
        kind: "a function's own time",
        part: each.name,
        since: change?.since ?? 0,
        evidence: [
          `it took ${averageDuration.toFixed(0)} ms on average, of the ${service.p50.toFixed(0)} ms of a middling call`,
          "nothing was throttled on the way to it",
        ],
      },
    ];
  });
}
