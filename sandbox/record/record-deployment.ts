import * as fs from "node:fs";
import * as path from "node:path";
import type * as auto from "@pulumi/pulumi/automation";
import * as pulumi from "@pulumi/pulumi";
import { program } from "../../stacks/program";
import { sandboxStack } from "../deploy/sandbox-stack";
import type { Emulator } from "../emulator/emulator";
import type { Engine } from "../engine/ensure-engine";
import type { Progress } from "../engine/progress";
import type { RecordedRequest } from "../gateway/request-recorder";
import { ApiModels } from "./api-models";
import { attribute, type Operations } from "./attribute";
import { readEngineCalls } from "./engine-calls";
import { touchEverything } from "./touch-everything";

/** Where a recording keeps what it sees; both hold inputs of resources, and are removed when it ends. */
export interface RecordingFiles {
  requests: string;
  engineLog: string;
}

export function recordingFiles(sandbox: string): RecordingFiles {
  return { requests: path.join(sandbox, "requests.jsonl"), engineLog: path.join(sandbox, "engine-calls.jsonl") };
}

export interface RecordOptions {
  /** Started with {@link recordingFiles}, and empty. */
  emulator: Emulator;
  engine: Engine;
  /** botocore's folder `data`. */
  models: string;
  report: Progress;
}

/**
 * Deploys the sandbox's stack, changes every resource, reads all of it again and removes it, and tells what the provider
 * called for each type of resource. A resource that an emulator cannot change does not end it: its call was made.
 *
 * @returns operations by type, and errors of the engine, for people
 */
export async function recordDeployment(options: RecordOptions): Promise<{ operations: Operations; failed: string[] }> {
  const { emulator, engine, report } = options;
  const files = recordingFiles(emulator.paths.sandbox);
  let touch = false;
  const stack = await sandboxStack(emulator, engine, {
    run: () => {
      if (touch) pulumi.runtime.registerResourceTransform(touchEverything);
      return program();
    },
    stateAtEnd: true,
    environment: { PULUMI_DEBUG_GRPC: files.engineLog },
  });
  const failed: string[] = [];
  const settings = { continueOnError: true, suppressProgress: true, onOutput: () => undefined };
  const phases: [string, () => Promise<unknown>][] = [
    ["Deploying", () => stack.up(settings)],
    [
      "Changing everything",
      () => {
        touch = true;
        return stack.up(settings);
      },
    ],
    ["Reading everything", () => stack.refresh({ onOutput: () => undefined })],
    ["Removing everything", () => stack.destroy(settings as auto.DestroyOptions)],
  ];
  for (const [text, run] of phases) {
    report.line(`${text}.`);
    await run().catch((error: Error) => failed.push(`${text}: ${error.message.slice(-1000)}`));
  }
  const requests = fs
    .readFileSync(files.requests, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as RecordedRequest);
  const { operations, unknown } = attribute(
    requests,
    await readEngineCalls(files.engineLog),
    new ApiModels(options.models),
  );
  return { operations, failed: [...failed, ...unknown.map((request) => `No description knows ${request}.`)] };
}
