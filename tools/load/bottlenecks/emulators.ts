import { sum, type Figures, type Point } from "../figures/figures";
import { backlogs } from "./backlogs";
import type { Bottleneck } from "./bottleneck";
import { lateCalls, serviceTime, slowdown, symptoms } from "./slowdown";

/** Of one processor, or of the whole machine. */
const BUSY = 0.9;

/** An emulator that uses a processor up, or a machine that has none to spare, while calls suffer. */
export function emulators(figures: Figures): Bottleneck[] {
  if (!figures.emulators || !suffers(figures)) return [];
  const { seconds } = figures.schedule;
  const during = (points: readonly Point[]) => points.filter(({ at }) => at < seconds);
  const found = figures.emulators.flatMap(({ name, cores }): Bottleneck[] => {
    // Functions run on as many processors as there are.
    if (name.endsWith("functions")) return [];
    const points = during(cores);
    const busy = points.filter(({ value }) => value >= BUSY);
    if (busy.length === 0 || busy.length < points.length / 2) return [];
    return [
      {
        kind: "the emulator",
        part: name,
        since: busy[0]!.at,
        evidence: [`${name} used ${mean(points).toFixed(2)} of one processor, and works on one`, ...symptoms(figures)],
      },
    ];
  });
  const idle = during(figures.machineIdle);
  const none = idle.filter(({ value }) => value <= 1 - BUSY);
  if (found.length > 0 || none.length === 0 || none.length < idle.length / 2) return found;
  const used = figures.emulators.map(({ name, cores }) => `${name} ${mean(during(cores)).toFixed(2)}`).join(", ");
  return [
    {
      kind: "the emulator",
      part: "this machine",
      since: none[0]!.at,
      evidence: [
        `its ${figures.processors} processors were idle ${(mean(idle) * 100).toFixed(0)} % of the time; of one used ${used}; ` +
          `the rest was the functions', this program's and others'`,
        ...symptoms(figures),
      ],
    },
  ];
}

const mean = (points: readonly Point[]) => (points.length === 0 ? 0 : sum(points) / points.length);

/** So slow that somebody waits. */
const SLOW_MILLISECONDS = 1000;

/** True where calls are slow, waited or failed, or work piled up. */
function suffers(figures: Figures): boolean {
  const failed = figures.calls.filter(({ ok, heldBack }) => !ok && heldBack === undefined).length;
  return (
    slowdown(figures) !== undefined ||
    (serviceTime(figures)?.p50 ?? 0) >= SLOW_MILLISECONDS ||
    lateCalls(figures) > figures.calls.length / 20 ||
    failed > figures.calls.length / 20 ||
    backlogs(figures).length > 0
  );
}
