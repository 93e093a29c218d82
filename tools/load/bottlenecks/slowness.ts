import { sum, type Figures } from "../figures/figures";
import type { Bottleneck } from "./bottleneck";
import { lateCalls, NOTICEABLE_MILLISECONDS, slowdown, symptoms } from "./slowdown";

/** Calls that had to wait although answers did not become slower: more would have been possible. */
export function generator(figures: Figures): Bottleneck[] {
  const { calls, schedule, generatorDelay } = figures;
  const late = lateCalls(figures);
  if (generatorDelay >= NOTICEABLE_MILLISECONDS) {
    return [
      {
        kind: "the load generator",
        part: "this program",
        since: 0,
        evidence: [`its own timers were ${generatorDelay.toFixed(0)} ms late, one in a hundred`, ...idle(figures)],
      },
    ];
  }
  if (late <= calls.length / 20) return [];
  const first = calls.find(({ due, started }) => started === undefined || started - due >= NOTICEABLE_MILLISECONDS)!;
  return [
    {
      kind: "the load generator",
      part: `--concurrency ${schedule.concurrency}`,
      since: first.due / 1000,
      evidence: [
        `${late} of ${calls.length} calls were sent late, since ${schedule.concurrency} were under way`,
        "answers did not become slower meanwhile: allow more at once",
      ],
    },
  ];
}

function idle({ machineIdle, processors }: Figures): string[] {
  if (machineIdle.length === 0) return [];
  const share = (100 * sum(machineIdle)) / machineIdle.length;
  return [`the ${processors} processors of this machine were idle ${share.toFixed(0)} % of the time`];
}

/** Answers that became slower, where nothing says why. */
export function slowerAnswers(figures: Figures): Bottleneck[] {
  const change = slowdown(figures);
  if (!change) return [];
  const { api } = figures;
  return [
    {
      kind: "slower answers, unexplained",
      part: "between the caller and the function",
      since: change.since,
      evidence: [
        ...symptoms(figures),
        ...(api
          ? [
              `API Gateway took ${api.latency.toFixed(0)} ms, of which ${api.integrationLatency.toFixed(0)} ms behind it`,
            ]
          : []),
        "nothing that was measured says why",
      ],
    },
  ];
}

/** Calls that failed, where nothing says why. */
export function failures({ calls }: Figures): Bottleneck[] {
  const failed = calls.filter(({ ok, heldBack, started }) => !ok && heldBack === undefined && started !== undefined);
  if (failed.length === 0) return [];
  const kinds = [...new Set(failed.map(({ kind }) => kind))].slice(0, 3).join(", ");
  return [
    {
      kind: "failures, unexplained",
      part: "the calls",
      since: failed[0]!.started! / 1000,
      evidence: [`${failed.length} of ${calls.length} calls failed: ${kinds}`, "nothing that was measured says why"],
    },
  ];
}
