import * as fs from "node:fs";
import { UsageError } from "../command/verb";
import type { LoadArguments } from "./arguments";

/** What an AWS SDK client is made with. */
export interface ClientOptions {
  endpoint?: string;
  region?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
}

/** What is loaded. */
export interface LoadedEnvironment {
  /** For people. */
  name: string;
  /** What it made, by system, as `.sandbox/outputs.json` has it; empty where nothing is known. */
  outputs: Record<string, Record<string, unknown> | undefined>;
  /** The address that was named; absent in the sandbox. */
  url?: string;
  clientOptions: ClientOptions;
  /** True where something may be asked about queues and metrics. */
  isWatched: boolean;
  /** Processes of the emulators; absent on AWS. */
  emulators?: readonly { name: string; pid: number }[];
  /** @param user number of the user, from 0; on AWS there is one */
  token(user: number): Promise<string>;
  apiKey?: string;
}

/**
 * The environment that the arguments name: another one's address or outputs, or else the sandbox.
 *
 * @throws UsageError where something to reach or confirm it is missing
 */
export function environmentOf(args: LoadArguments): LoadedEnvironment {
  return args.url !== undefined || args.outputs !== undefined ? elsewhere(args) : sandbox();
}

function elsewhere({ url, outputs, region = process.env["AWS_REGION"] }: LoadArguments): LoadedEnvironment {
  const { LOAD_TOKEN: token, LOAD_API_KEY: apiKey } = process.env;
  return {
    name: url ?? `the environment of ${outputs}`,
    outputs: outputs === undefined ? {} : readOutputs(outputs),
    ...(url !== undefined && { url }),
    clientOptions: region === undefined ? {} : { region },
    isWatched: outputs !== undefined,
    token: () =>
      token
        ? Promise.resolve(token)
        : Promise.reject(new UsageError("Put an access token of the environment's user pool into LOAD_TOKEN.")),
    ...(apiKey !== undefined && { apiKey }),
  };
}

function sandbox(): LoadedEnvironment {
  // Only now, since it is not needed for other environments.
  const { runningSandbox, clientOptions } =
    require("../../sandbox/verbs/running") as typeof import("../../sandbox/verbs/running");
  const { emulatorStatus } =
    require("../../sandbox/emulator/emulator") as typeof import("../../sandbox/emulator/emulator");
  const { createToken } =
    require("../../sandbox/login/create-token") as typeof import("../../sandbox/login/create-token");
  const { emulator, outputs } = runningSandbox();
  const known = outputs as LoadedEnvironment["outputs"];
  return {
    name: "the sandbox",
    outputs: known,
    clientOptions: clientOptions(emulator),
    isWatched: true,
    emulators: emulatorStatus().processes.filter(({ running }) => running),
    token: (user) => {
      const { poolId, clientId } = (known["users"] ?? {}) as Record<string, string>;
      if (!poolId || !clientId) throw new Error("No user pool is deployed: switch the system identity on.");
      const { endpoint, accountId, region } = emulator;
      return createToken({ endpoint, accountId, region, poolId, clientId, user: `load-${user}` });
    },
  };
}

function readOutputs(file: string): LoadedEnvironment["outputs"] {
  try {
    const value = JSON.parse(fs.readFileSync(file, "utf8")) as unknown;
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return value as LoadedEnvironment["outputs"];
    }
  } catch (error) {
    throw new UsageError(`--outputs ${file}: ${(error as Error).message}`);
  }
  throw new UsageError(`--outputs ${file} is no object of outputs.`);
}

/**
 * Lets another environment be loaded only where its host, or its account, is named a second time.
 *
 * @param place the host of the API that would be called, or the account
 * @throws UsageError where it was not named, or wrongly
 */
export function confirmed(environment: LoadedEnvironment, place: string, confirm: string | undefined): void {
  if (environment.emulators || confirm === place) return;
  const said = confirm === undefined ? "" : ` --confirm says ${confirm}.`;
  throw new UsageError(
    `Nothing was sent. This loads ${place}, and somebody pays for it.${said} To do so: --confirm ${place}`,
  );
}
