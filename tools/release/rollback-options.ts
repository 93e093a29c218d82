import { UsageError, type VerbCall } from "../command/verb";

/** What every rollback is asked with. */
export const rollbackOptions = {
  system: { type: "string" },
  to: { type: "string" },
  function: { type: "string" },
} as const;

/** Their help. */
export const rollbackHelp = {
  "--system NAME": "the system whose function goes back, for example intake",
  "--to N": "the version that gets all of the traffic",
  "--function NAME": "which of the system's functions; default the one that releases move",
};

/** The options of a call. @throws UsageError for one that is missing or no version */
export function rollbackRequest({ values }: VerbCall): { system: string; to: string; named?: string } {
  const { system, to, function: named } = values as Record<string, string | undefined>;
  if (!system) throw new UsageError("Say whose function: --system NAME.");
  if (!to || !/^[1-9]\d*$/.test(to)) throw new UsageError("Say which version: --to N, its number.");
  return { system, to, named };
}

/** A sentence about what a rollback did. */
export function rollbackText({ functionName, aliasName, from, to }: Record<string, string>): string {
  return from === to
    ? `${functionName}: ${aliasName} is at version ${to} already`
    : `${functionName}: ${aliasName} went from version ${from} to ${to}`;
}
