import * as z from "zod/mini";

/** What Lambda says of one invocation. Milliseconds and MB. */
export interface InvocationReport {
  duration: number;
  /** What is paid for. */
  billed: number;
  memorySize: number;
  memoryUsed: number;
  /** Present on a cold start only. */
  initDuration?: number;
}

const jsonReport = z.object({
  type: z.literal("platform.report"),
  record: z.object({
    metrics: z.object({
      durationMs: z.number(),
      billedDurationMs: z.number(),
      memorySizeMB: z.number(),
      maxMemoryUsedMB: z.number(),
      initDurationMs: z.optional(z.number()),
    }),
  }),
});

/**
 * Finds the report in the tail of an invocation's log, be the function's log text or JSON.
 *
 * {@link https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html}
 *
 * @param log the tail, decoded
 * @returns `undefined` where there is none, or not a whole one
 */
export function parseReport(log: string): InvocationReport | undefined {
  // The handler's own lines come before Lambda's.
  for (const line of log.split("\n").reverse()) {
    const report = line.startsWith("REPORT ") ? textReport(line) : jsonLine(line);
    if (report) return report;
  }
  return undefined;
}

function textReport(line: string): InvocationReport | undefined {
  const number = (name: string) => {
    const found = new RegExp(`(?:^|\\t)${name}: ([\\d.]+) (?:ms|MB)`).exec(line);
    return found ? Number(found[1]) : undefined;
  };
  const duration = number("Duration");
  const billed = number("Billed Duration");
  const memorySize = number("Memory Size");
  const memoryUsed = number("Max Memory Used");
  // Functions restored from a snapshot report a restore instead of an initialisation.
  const initDuration = number("Init Duration") ?? number("Restore Duration");
  if (duration === undefined || billed === undefined || memorySize === undefined || memoryUsed === undefined)
    return undefined;
  return { duration, billed, memorySize, memoryUsed, ...(initDuration === undefined ? {} : { initDuration }) };
}

function jsonLine(line: string): InvocationReport | undefined {
  if (!line.includes('"platform.report"')) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const parsed = jsonReport.safeParse(value);
  if (!parsed.success) return undefined;
  const { durationMs, billedDurationMs, memorySizeMB, maxMemoryUsedMB, initDurationMs } = parsed.data.record.metrics;
  return {
    duration: durationMs,
    billed: billedDurationMs,
    memorySize: memorySizeMB,
    memoryUsed: maxMemoryUsedMB,
    ...(initDurationMs === undefined ? {} : { initDuration: initDurationMs }),
  };
}
