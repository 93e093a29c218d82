import { UsageError, type VerbCall } from "../../command/verb";

/** An alarm over an address fires until the canary has asked it, every five minutes. */
const DEFAULT_SECONDS = 600;
const MOST_SECONDS = 1800;

/** How long a verification waits for what is not right yet. */
export const waitOption = {
  options: { wait: { type: "string" } },
  help: {
    "--wait SECONDS": `how long what is wrong may take to come right, 0 to ${MOST_SECONDS}; default ${DEFAULT_SECONDS}`,
  },
} as const;

/** @throws UsageError for a number that is none */
export function waitSeconds({ values }: VerbCall): number {
  const { wait } = values;
  if (wait === undefined) return DEFAULT_SECONDS;
  if (typeof wait === "string" && /^\d+$/.test(wait) && Number(wait) <= MOST_SECONDS) return Number(wait);
  throw new UsageError(`--wait is ${String(wait)}; use a whole number of seconds from 0 to ${MOST_SECONDS}`);
}
