import type { Summary } from "../../../functions/tuning/job";
import { parseReport } from "../../../functions/tuning/report";
import { summaryOf } from "../../../functions/tuning/statistics";

/**
 * Durations, for lines in the form that Lambda writes, of a function that waits for others most of the time: ten invocations a
 * size, the first one cold. More memory than 256 MB makes it no faster.
 */
export const waiting: Record<number, number[]> = {
  128: [412.3, 82.4, 80.1, 83.7, 79.2, 81.9, 80.6, 112.4, 79.8, 81.1],
  256: [301.2, 43.9, 42.8, 44.6, 43.1, 42.7, 43.4, 61.3, 43.2, 42.9],
  512: [260.4, 45.1, 44.7, 46.2, 44.9, 45.3, 45.0, 58.8, 44.6, 45.2],
  1024: [241.7, 45.8, 45.3, 46.1, 45.6, 45.4, 47.0, 59.1, 45.5, 45.2],
  1536: [233.9, 46.0, 45.9, 46.3, 45.7, 46.4, 45.8, 57.2, 46.1, 45.6],
  3008: [229.6, 46.2, 46.0, 46.7, 45.9, 46.1, 46.5, 60.0, 46.3, 45.8],
};

/** The same function on another day: 512 MB is fastest, and a trade-off gives it up for half of its cost. */
export const anotherDay: Record<number, number[]> = {
  ...waiting,
  256: [298.8, 47.9, 48.1, 47.6, 49.0, 48.3, 47.8, 63.0, 48.0, 48.2],
  512: [255.0, 44.0, 43.7, 44.3, 43.9, 44.1, 43.6, 59.5, 44.2, 43.8],
};

/** The line as Lambda writes it. */
export function reportLine(power: number, duration: number, isCold = false): string {
  const init = isCold ? 164.5 : 0;
  const fields = [
    "REPORT RequestId: 6f3a1c9e-0000-4000-8000-000000000000",
    `Duration: ${duration.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(duration + init)} ms`,
    `Memory Size: ${power} MB`,
    "Max Memory Used: 78 MB",
    ...(isCold ? [`Init Duration: ${init.toFixed(2)} ms`] : []),
  ];
  return `${fields.join("\t")}\t\n`;
}

/** What is measured from the lines, the cold ones counted for the cost only. */
export function measurements(recorded: Record<number, number[]>): Summary[] {
  return Object.entries(recorded).map(([size, durations]) => {
    const power = Number(size);
    const reports = durations.map((duration, index) => parseReport(reportLine(power, duration, index === 0))!);
    const warm = reports.filter(({ initDuration }) => initDuration === undefined);
    return summaryOf({
      power,
      samples: warm.map(({ duration, billed }) => ({ duration, billed })),
      billedMilliseconds: reports.reduce((sum, { billed }) => sum + billed, 0),
      invocations: reports.length,
    });
  });
}
