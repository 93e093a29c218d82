import * as fs from "node:fs";
import * as path from "node:path";
import {
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  type LambdaClient,
} from "@aws-sdk/client-lambda";
import { zipSync } from "fflate";
import { bundledCode } from "../../components/compute/bundle";
import type { Emulator } from "../emulator/emulator";
import { SANDBOX_STACK } from "./sandbox-stack";

/** A function as it is deployed, and the file it is made of. */
export interface DeployedFunction {
  functionName: string;
  aliasName: string;
  /** From the repository's root, for example `functions/students/add.ts`. */
  entry: string;
}

/** The functions of the sandbox, from the engine's state: components of type `platform:compute:Function`. */
export function deployedFunctions(emulator: Emulator): DeployedFunction[] {
  const file = path.join(emulator.paths.sandbox, "state", ".pulumi", "stacks", "platform", `${SANDBOX_STACK}.json`);
  const state = JSON.parse(fs.readFileSync(file, "utf8")) as {
    checkpoint: { latest?: { resources?: { type: string; outputs?: DeployedFunction }[] } };
  };
  return (state.checkpoint.latest?.resources ?? [])
    .filter((resource) => resource.type === "platform:compute:Function" && resource.outputs?.entry)
    .map(({ outputs }) => outputs!);
}

/**
 * Puts the present code of a function's file into the function, as a new version that its alias points at.
 *
 * @returns the version
 */
export async function swapCode(client: LambdaClient, fn: DeployedFunction): Promise<string> {
  const zip = zipSync({ "index.js": Buffer.from(bundledCode(fn.entry)) });
  await client.send(new UpdateFunctionCodeCommand({ FunctionName: fn.functionName, ZipFile: zip }));
  const { Version } = await client.send(new PublishVersionCommand({ FunctionName: fn.functionName }));
  await client.send(
    new UpdateAliasCommand({ FunctionName: fn.functionName, Name: fn.aliasName, FunctionVersion: Version }),
  );
  return Version!;
}
