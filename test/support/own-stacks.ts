import type * as auto from "@pulumi/pulumi/automation";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { sandboxStack, type SandboxStackOptions } from "../../sandbox/deploy/sandbox-stack";
import type { Emulator } from "../../sandbox/emulator/emulator";
import type { Engine } from "../../sandbox/engine/ensure-engine";
import { cachedEngine } from "./cached-engine";
import { ownEmulator } from "./own-emulator";

export const root = path.resolve(__dirname, "../..");

/** Stacks of a test's own on emulators that hold no platform, with their states in a folder that ends with the test. */
export class OwnStacks {
  private constructor(
    readonly emulator: Emulator,
    private readonly engine: Engine,
    readonly folder: string,
  ) {}

  /** For a `before`: while a file is loaded there are neither emulators nor, on a new machine, an engine. */
  static async create(): Promise<OwnStacks> {
    const emulator = await ownEmulator();
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

  /** Removes the states. What was made stays, until the emulators end. */
  remove(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
