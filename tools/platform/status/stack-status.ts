import type { UpdateSummary } from "@pulumi/pulumi/automation";
import { explainFailure } from "../explain-failure";
import type { StackEntry } from "../stack-list";
import { accountStatus, type AccountStatus } from "./account-status";
import type { ClientFactory } from "./region-clients";
import { zoneServers, type ZoneServers } from "./zone-servers";

/** The last time that the engine worked on a stack. */
export interface LastDeployment {
  kind: string;
  result: string;
  at: string;
  changes: Record<string, number>;
}

/** What is known of one stack and its account. */
export interface StackStatus {
  stack: string;
  account: string;
  accountId: string;
  /** Absent where nothing was deployed yet. */
  last?: LastDeployment;
  /** Zones that it made. */
  zones: ZoneServers[];
  /** Absent where the account could not be read. */
  found?: AccountStatus;
  /** What could not be read, and why. */
  problems: string[];
}

/** What a status is read with. */
export interface StatusSources {
  clientsFor: ClientFactory;
  /** The last entry of a stack's history; `undefined` where there is none. */
  lastUpdate(stack: StackEntry): Promise<UpdateSummary | undefined>;
  /** A stack's outputs; none where nothing is deployed. */
  outputsOf(stack: StackEntry): Promise<Readonly<Record<string, unknown>>>;
}

/** Reads what is known of a stack. What cannot be read is told, and hides nothing else. */
export async function stackStatus(
  stack: StackEntry,
  { clientsFor, lastUpdate, outputsOf }: StatusSources,
): Promise<StackStatus> {
  const { name, account } = stack;
  const problems: string[] = [];
  const tried = async <T>(what: string, read: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await read();
    } catch (error) {
      const { name: kind, message } = error as Error;
      problems.push(
        `${what}: ${explainFailure(kind === "Error" ? message : `${kind}: ${message}`, { stack: name, account })}`,
      );
      return undefined;
    }
  };
  const [found, update, outputs] = await Promise.all([
    tried("alarms and subscriptions", () => accountStatus(clientsFor(account))),
    tried("last deployment", () => lastUpdate(stack)),
    tried("name servers", () => outputsOf(stack)),
  ]);
  const last = update && {
    kind: update.kind,
    result: update.result,
    at: (update.endTime ?? update.startTime).toISOString(),
    changes: { ...update.resourceChanges } as Record<string, number>,
  };
  return {
    stack: name,
    account: account.name,
    accountId: account.id,
    last,
    zones: zoneServers(outputs?.["names"]),
    found,
    problems,
  };
}

/** True where somebody has to do something. */
export function needsAttention({ found, last, problems }: StackStatus): boolean {
  const silent = [...(found?.unconfirmed ?? []), ...(found?.unsubscribed ?? [])];
  return problems.length > 0 || last?.result === "failed" || !!found?.alarms.length || silent.length > 0;
}
