import { sum, type Figures } from "../figures/figures";
import type { Bottleneck } from "./bottleneck";

/** From here on a service that is called between two machines is slow. */
const SLOW_SERVICE_MILLISECONDS = 1000;

/** Somebody else's service that fails or is slow. */
export function thirdParty({ thirdParty: service, functions, logged }: Figures): Bottleneck[] {
  if (!service) return [];
  const {
    averageDuration = 0,
    longestDuration = 0,
    timeoutSeconds,
  } = functions.find(({ name }) => name === service.function) ?? {};
  const failed = sum(service.failures);
  const isSlow = averageDuration >= SLOW_SERVICE_MILLISECONDS;
  if (failed === 0 && !isSlow) return [];
  const errors = logged.filter(({ function: name }) => name === service.function);
  return [
    {
      kind: "third party's service",
      part: `the service that ${service.function} calls`,
      since: service.failures[0]?.at ?? 0,
      evidence: [
        ...(failed > 0 ? [`${failed} attempts to call it failed`] : ["no attempt failed"]),
        `${service.function}, which does little else, took ${averageDuration.toFixed(0)} ms on average and ` +
          `${longestDuration.toFixed(0)} ms at most${timeoutSeconds ? ` of its ${timeoutSeconds} s` : ""}`,
        ...(errors.length > 0 ? [`${errors.length} errors in its log, for example ${errors[0]!.error}`] : []),
      ],
    },
  ];
}
