import * as fs from "node:fs";
import * as path from "node:path";
import type * as auto from "@pulumi/pulumi/automation";
import * as pulumi from "@pulumi/pulumi";
import { program } from "../../stacks/program";
import { sandboxStack } from "../deploy/sandbox-stack";
import type { Emulator } from "../emulator/emulator";
import type { Engine } from "../engine/ensure-engine";
import { EngineProgress } from "../../tools/deploy/engine-progress";
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
  /** Values of the stack's configuration, in place of its file's. */
  values?: Record<string, string>;
}

/** What was seen. */
export interface Recording {
  operations: Operations;
  /** Errors of the engine, and requests that no description knows, for people. */
  failed: string[];
  /** Whether every step went through; else a type may have calls that were not seen. */
  isWhole: boolean;
}

/**
 * Deploys the sandbox's stack, changes every resource, reads all of it again and removes it, and tells what the provider
 * called for each type of resource. A resource that an emulator cannot change does not end it: its call was made.
 *
 * @returns operations by type, and what went wrong
 */
export async function recordDeployment(options: RecordOptions): Promise<Recording> {
  const { emulator, engine, report } = options;
  const files = recordingFiles(emulator.paths.sandbox);
  let touch = false;
  const stack = await sandboxStack(emulator, engine, {
    run: () => {
      if (touch) pulumi.runtime.registerResourceTransform(touchEverything);
      return program();
    },
    values: options.values,
    stateAtEnd: true,
    environment: { PULUMI_DEBUG_GRPC: files.engineLog },
  });
  const failed: string[] = [];
  const settings = (kind: "deployment" | "refresh" | "removal") => {
    const engineSays = new EngineProgress(report, path.join(emulator.paths.sandbox, "recording.log"), kind);
    const { onEvent, onOutput } = engineSays;
    return { engineSays, more: { continueOnError: true, suppressProgress: true, onEvent, onOutput } };
  };
  const phases: [
    string,
    Parameters<typeof settings>[0],
    (more: ReturnType<typeof settings>["more"]) => Promise<unknown>,
  ][] = [
    ["Deploying", "deployment", (more) => stack.up(more)],
    [
      "Changing everything",
      "deployment",
      (more) => {
        touch = true;
        return stack.up(more);
      },
    ],
    ["Reading everything", "refresh", ({ onEvent, onOutput }) => stack.refresh({ onEvent, onOutput })],
    ["Removing everything", "removal", (more) => stack.destroy(more as auto.DestroyOptions)],
  ];
  for (const [text, kind, run] of phases) {
    report.line(`${text}.`);
    const { engineSays, more } = settings(kind);
    await run(more).catch((error: Error) => failed.push(`${text}: ${engineSays.said(error)}`));
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
  const unknownRequests = unknown.map((request) => `No description knows ${request}.`);
  return { operations, failed: [...failed, ...unknownRequests], isWhole: failed.length === 0 };
}
