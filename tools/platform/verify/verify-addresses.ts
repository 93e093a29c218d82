import { setTimeout as pause } from "node:timers/promises";
import type { Address } from "../../../functions/probe/address";
import type { AlarmStatus } from "../status/account-status";
import { askSafely } from "./ask-safely";

/** An address, and what was wrong with its last answer. */
export interface AskedAddress {
  name: string;
  url: string;
  /** Absent where the answer was right. */
  problem?: string;
}

/** How what is deployed was found. */
export interface Verification {
  addresses: AskedAddress[];
  /** Alarms that fire. */
  firing: AlarmStatus[];
}

export interface VerifyArgs {
  addresses: readonly Address[];
  /** Reads the alarms that fire. */
  readFiring: () => Promise<AlarmStatus[]>;
  /** Until when what is wrong may come right, in seconds: names and certificates spread, alarms calm down. */
  seconds: number;
  /** For tests. */
  ask?: (address: Address) => Promise<void>;
  now?: () => number;
  wait?: (milliseconds: number) => Promise<unknown>;
}

const BETWEEN = 5000;

/**
 * Asks every address, and which alarms fire; what is not right is asked again until it is, or the time is over. Changes
 * nothing, and needs no right but to read alarms.
 *
 * @throws Error where the alarms cannot be read
 */
export async function verifyAddresses(args: VerifyArgs): Promise<Verification> {
  const { addresses, readFiring, seconds, ask = askSafely, now = Date.now, wait = pause } = args;
  const end = now() + seconds * 1000;
  const asked = addresses.map(({ name, url }): AskedAddress => ({ name, url, problem: "not asked yet" }));
  for (;;) {
    const [firing] = await Promise.all([
      readFiring(),
      ...addresses.map(async (address, index) => {
        const found = asked[index]!;
        if (found.problem === undefined) return;
        const problem = await ask(address).then(
          () => undefined,
          (error: Error) => error.message,
        );
        if (problem === undefined) delete found.problem;
        else found.problem = problem;
      }),
    ]);
    const isWell = firing.length === 0 && asked.every(({ problem }) => problem === undefined);
    if (isWell || now() >= end) return { addresses: asked, firing };
    await wait(BETWEEN);
  }
}

/** True where something was asked, and all of it is right. */
export function isWell({ addresses, firing }: Verification): boolean {
  return addresses.length > 0 && firing.length === 0 && addresses.every(({ problem }) => problem === undefined);
}

/** For people. @param title what was asked, for example the stack */
export function verificationText(title: string, { addresses, firing }: Verification): string {
  const width = Math.max(0, ...addresses.map(({ name }) => name.length));
  const wrong = addresses.filter(({ problem }) => problem !== undefined).length;
  const right = addresses.length - wrong;
  return [
    title,
    ...addresses.map(({ name, url, problem }) =>
      problem === undefined ? `  ok     ${name.padEnd(width)}  ${url}` : `  WRONG  ${name.padEnd(width)}  ${problem}`,
    ),
    ...firing.map(({ name, region, since, reason }) => `  ALARM  ${name} (${region}) since ${since}: ${reason}`),
    addresses.length === 0
      ? "No address is asked from outside, so nothing was verified."
      : `${right} of ${addresses.length} addresses answer as they should; ${firing.length} alarms fire.`,
  ].join("\n");
}
