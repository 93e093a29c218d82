import type * as auto from "@pulumi/pulumi/automation";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { goldenTypes } from "../../sandbox/deploy/golden-types";
import { sandboxStack, type SandboxStackOptions } from "../../sandbox/deploy/sandbox-stack";
import type { Emulator } from "../../sandbox/emulator/emulator";
import { ensureEngine, type Engine } from "../../sandbox/engine/ensure-engine";
import { runningSandbox } from "../../sandbox/verbs/running";
import { recordedProgress } from "../sandbox/engine/support/recorded-progress";

export const root = path.resolve(__dirname, "../..");

/** The engine of the sandbox, which is in the cache since the sandbox is up. */
export function cachedEngine(): Promise<Engine> {
  return ensureEngine({ report: recordedProgress(), types: goldenTypes(root) });
}

/** Stacks of a test's own on the emulators of the sandbox that is up, with their states in a folder that ends with it. */
export class OwnStacks {
  private constructor(
    readonly emulator: Emulator,
    private readonly engine: Engine,
    readonly folder: string,
  ) {}

  /** For a `before`: while a file is loaded the sandbox is not up yet. */
  static async create(): Promise<OwnStacks> {
    const { emulator } = runningSandbox();
    const engine = await cachedEngine();
    return new OwnStacks(emulator, engine, fs.mkdtempSync(path.join(os.tmpdir(), "platform-own-stacks-")));
  }

  /** @param name of the stack's state; not the stack's name, which says which configuration it has */
  stack(name: string, options: SandboxStackOptions): Promise<auto.Stack> {
    const paths = { ...this.emulator.paths, sandbox: path.join(this.folder, name) };
    return sandboxStack({ ...this.emulator, paths }, this.engine, options);
  }

  /** Folders of what the engine starts. */
  get path(): readonly string[] {
    return this.engine.path;
  }

  /** Removes the states. What was made stays, until the sandbox ends. */
  remove(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
