import { sum, type Figures } from "../figures/figures";
import type { Bottleneck } from "./bottleneck";

/** 429 that the gateway gave, less those that a function at its limit caused. */
export function heldBackByGateway({ calls, functions }: Figures): Bottleneck[] {
  const found: Bottleneck[] = [];
  const caused = functions
    .filter(({ role }) => role === "answers")
    .reduce((total, { throttles }) => total + sum(throttles), 0);
  const limited = calls.filter(({ heldBack }) => heldBack === "rate limit");
  if (limited.length > caused) {
    const started = Math.min(...limited.map((call) => call.started!));
    const ok = calls.filter((call) => call.ok && call.ended >= started);
    const last = calls.reduce((most, { ended }) => Math.max(most, ended), 0);
    const seconds = Math.max(0.001, (last - started) / 1000);
    found.push({
      kind: "rate limit of the API",
      part: "usage plan or stage",
      since: started / 1000,
      evidence: [
        `${limited.length} of ${calls.length} calls were answered "${limited[0]!.kind}"`,
        `from the first of them on, ${(ok.length / seconds).toFixed(1)} calls a second were let through`,
        ...(caused > 0 ? [`functions behind it throttled ${caused} calls`] : ["no function behind it throttled any"]),
      ],
    });
  }
  const used = calls.filter(({ heldBack }) => heldBack === "quota");
  if (used.length > 0) {
    found.push({
      kind: "quota of the API",
      part: "usage plan",
      since: used[0]!.started! / 1000,
      evidence: [`${used.length} of ${calls.length} calls were answered "${used[0]!.kind}"`],
    });
  }
  return found;
}
