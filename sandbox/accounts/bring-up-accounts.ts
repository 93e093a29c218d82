import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { platformFileName } from "../../stacks/config";
import { interruption } from "../../tools/platform/interruption";
import { orchestrate } from "../../tools/platform/orchestrate";
import { ProcessRunner } from "../../tools/platform/process-runner";
import type { RunReport } from "../../tools/platform/run-report";
import { stackDisplay } from "../../tools/platform/stack-display";
import { stackList, type StackEntry } from "../../tools/platform/stack-list";
import { openStack } from "../../tools/platform/stack-process/open-stack";
import { summaryTable } from "../../tools/platform/summary-table";
import type { LeftOut } from "../adaptations/leave-out";
import type { SandboxOutputs } from "../deploy/sandbox-outputs";
import { hasOutputs, writeOutputs } from "../deploy/outputs-file";
import { discardState, readMarker, writeMarker } from "../deploy/state";
import { stopEngine } from "../deploy/stop-engine";
import { findApiNames, type NamedApi } from "../emulator/api-names";
import { startEmulator, stopEmulator, type Emulator } from "../emulator/emulator";
import { sandboxPaths } from "../emulator/sandbox-paths";
import type { Engine } from "../engine/ensure-engine";
import type { Progress } from "../engine/progress";
import { accountsFolder, leftOutFile } from "./accounts-folder";
import { accountsOutputs } from "./accounts-outputs";
import { accountsRunner, signedIn } from "./accounts-runner";
import { writeAccountsRepository } from "./repository";

/** The account whose APIs answer calls that name no account: a browser's, curl's. */
export const PLAIN_ACCOUNT = "dev";

/** How many stacks are worked on at a time: a process each, of 1.4 GB. */
const CONCURRENCY = 2;

/** What became of the accounts' stacks. */
export interface AccountsDeployed {
  outputs: SandboxOutputs;
  /** One run for what every account needs, one for what runs in them. */
  reports: RunReport[];
  leftOut: LeftOut[];
  emulator: Emulator;
}

export interface BringUpAccountsOptions {
  report: Progress;
  /** Port of pages and students API. Default the one used before, else 3000. */
  forwardPort?: number;
}

/**
 * Deploys the organisation, its security account and two environments to emulated accounts that know nothing of each other,
 * with the orchestrator's own code: in its order, each stack in a process of its own, with the role of its account assumed
 * from the management account, and the account checked before anything is made.
 *
 * What runs in the environments follows what every account needs, since it accepts the users of the pool that the security
 * stack makes, and is delegated to by the zone that it makes. In an organisation somebody writes pool and zone into the
 * configuration; here it is done in between.
 *
 * @throws with the orchestrator's table where a stack could not be deployed
 */
export async function bringUpAccounts(engine: Engine, options: BringUpAccountsOptions): Promise<AccountsDeployed> {
  const { report } = options;
  const paths = sandboxPaths();
  const { root, sandbox } = paths;
  const folder = accountsFolder(sandbox);
  await stopEngine(paths.home);
  if (readMarker(sandbox)?.complete === false && !hasOutputs(sandbox)) {
    report.line("The first deployment was interrupted: it begins again, on empty emulators.");
    await stopEmulator();
    discardState(sandbox);
  }
  const emulator = await start();
  fs.rmSync(leftOutFile(folder), { force: true });
  writeMarker(sandbox, { generation: emulator.generation, complete: false });
  const isFirst = !hasOutputs(sandbox);
  const all = stackList(folder);
  Object.assign(process.env, signedIn(emulator, accountOf("management").id, isFirst));
  const runnerOptions = accountsRunner(emulator, engine);

  const reports = [await deploy(all.filter(({ kind }) => kind !== "workload"))];
  const { trustedUserPool, names } = await toldBy("security");
  writeAccountsRepository({
    root,
    folder,
    workloads: { "platform:trustedUserPools": [trustedUserPool] },
    domains: Object.fromEntries(
      Object.entries((names ?? {}) as Record<string, { zoneId: string }>).map(([zone, { zoneId }]) => [
        zone,
        { zoneId },
      ]),
    ),
  });
  reports.push(await deploy(all.filter(({ kind }) => kind === "workload")));

  const apiNames = await namesByAccount(emulator, all);
  const told = await Promise.all(
    all.map(async (entry) => ({ entry, outputs: await toldBy(entry.name), names: apiNames[entry.account.name] })),
  );
  const outputs = accountsOutputs(told, emulator);
  writeOutputs(sandbox, outputs);
  writeMarker(sandbox, { generation: emulator.generation, complete: true });
  return { outputs, reports, leftOut: leftOutOf(folder), emulator };

  /** Starts the emulators, and forgets what was deployed to others before. */
  async function start(): Promise<Emulator> {
    writeAccountsRepository({ root, folder });
    const { id: accountId, region } = accountOf(PLAIN_ACCOUNT);
    const started = await startEmulator({
      accountId,
      region,
      accountIds: idsByAddress(folder),
      forwardPort: options.forwardPort,
      progress: (text) => report.line(text),
    });
    if (readMarker(sandbox)?.generation === started.generation) return started;
    discardState(sandbox);
    writeAccountsRepository({ root, folder });
    return started;
  }

  function accountOf(name: string) {
    return stackList(folder).find(({ account }) => account.name === name)!.account;
  }

  async function toldBy(stack: string): Promise<Record<string, unknown>> {
    const opened = await openStack({ ...runnerOptions, stack }, () => Promise.resolve());
    return Object.fromEntries(
      Object.entries(await opened.outputs()).map(([key, { value }]) => [key, value as unknown]),
    );
  }

  async function deploy(stacks: readonly StackEntry[]): Promise<RunReport> {
    const runner = new ProcessRunner(runnerOptions);
    const { signal, end } = interruption(
      (text) => report.line(text),
      () => runner.kill(),
    );
    try {
      const run = await orchestrate({
        verb: "up",
        stacks,
        runner,
        display: stackDisplay(process.stderr),
        concurrency: CONCURRENCY,
        folder,
        fingerprintOf: () => "",
        signal,
      });
      if (run.stacks.some(({ state }) => state !== "succeeded"))
        throw new Error(summaryTable(run, "npm run sandbox -- up --accounts"));
      return run;
    } finally {
      end();
    }
  }
}

/** Ids of the accounts, by the address that AWS Organizations makes them with. */
function idsByAddress(folder: string): Record<string, string> {
  const { accounts } = parse(fs.readFileSync(path.join(folder, platformFileName), "utf8")) as {
    accounts: Record<string, { id: string; email: string }>;
  };
  return Object.fromEntries(Object.values(accounts).map(({ id, email }) => [email, id]));
}

/** Each resource once, though previews tell of it, too. */
function leftOutOf(folder: string): LeftOut[] {
  const file = leftOutFile(folder);
  const lines = fs.existsSync(file) ? fs.readFileSync(file, "utf8").split("\n") : [];
  return [...new Set(lines)].filter((line) => line !== "").map((line) => JSON.parse(line) as LeftOut);
}

/** The names of each account's APIs: asked once for an account, however many stacks it has. */
async function namesByAccount(
  { endpoint }: Emulator,
  entries: readonly StackEntry[],
): Promise<Record<string, Record<string, NamedApi>>> {
  const accounts = new Map(entries.map(({ account }) => [account.name, account]));
  const found = [...accounts.values()].map(async ({ name, id: accountId, region }) => {
    return [name, await findApiNames(endpoint, { accountId, region })] as const;
  });
  return Object.fromEntries(await Promise.all(found));
}
