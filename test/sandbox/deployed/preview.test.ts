import type { EngineEvent } from "@pulumi/pulumi/automation";
import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { goldenTypes } from "../../../sandbox/deploy/golden-types";
import { sandboxStack } from "../../../sandbox/deploy/sandbox-stack";
import type { Emulator } from "../../../sandbox/emulator/emulator";
import { ensureEngine, type Engine } from "../../../sandbox/engine/ensure-engine";
import { runningSandbox } from "../../../sandbox/verbs/running";
import { loadConfiguration } from "../../../stacks/config";
import { readStackFile } from "../../../stacks/config/stack-values";
import { parsePlan } from "../../../tools/plan/golden";
import { referencedOutputs } from "../../../tools/plan/referenced-outputs";
import { stackNames } from "../../../tools/plan/stack-names";
import { recordedProgress } from "../engine/support/recorded-progress";

const root = path.resolve(__dirname, "../../..");

/**
 * The provider checks every input against its schema (names, enumerations, conflicts) before it calls anything: the only
 * proof of that for what no emulator can create.
 */
describe("a preview of each stack as AWS gets it, by the real engine and provider", function () {
  this.timeout(300_000);
  let emulator: Emulator;
  let engine: Engine;
  let folder: string;

  before(async () => {
    emulator = runningSandbox().emulator;
    engine = await ensureEngine({ report: recordedProgress(), types: goldenTypes(root) });
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "platform-preview-"));
  });
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  /** What the stacks that this one refers to would tell it, in states that hold nothing else. */
  async function tellOutputs(emulators: Emulator, stackName: string): Promise<void> {
    const { values } = readStackFile(root, stackName);
    const configuration = loadConfiguration({ stack: stackName, values, root });
    if (configuration.kind === "workload") return;
    const { outputs } = referencedOutputs(configuration);
    for (const other of ["management", "security"].filter((name) => name !== stackName)) {
      const run = () => Promise.resolve(outputs as Record<string, unknown>);
      const stack = await sandboxStack(emulators, engine, { stackName: other, asOnAws: true, run });
      await stack.up({ suppressProgress: true, onOutput: () => undefined });
    }
  }

  // Baselines differ by their account only; this one has all of it.
  const isPreviewed = (name: string) =>
    name !== "sandbox" && (!name.startsWith("baseline-") || name === "baseline-prod");
  for (const stackName of stackNames(root).filter(isPreviewed)) {
    it(`of ${stackName} makes what its committed plan says, with nothing that the pack refuses`, async () => {
      const emulators = { ...emulator, paths: { ...emulator.paths, sandbox: path.join(folder, stackName) } };
      await tellOutputs(emulators, stackName);
      const stack = await sandboxStack(emulators, engine, { stackName, asOnAws: true });
      const created = new Set<string>();
      const said: string[] = [];
      await stack
        .preview({
          policyPacks: [path.join(root, "policies")],
          suppressProgress: true,
          onOutput: () => undefined,
          onEvent: ({ resourcePreEvent, diagnosticEvent, policyEvent }: EngineEvent) => {
            const { op, urn } = resourcePreEvent?.metadata ?? {};
            if (op === "create" && urn) created.add(urn);
            if (diagnosticEvent?.severity === "error") said.push(diagnosticEvent.message);
            if (policyEvent?.enforcementLevel === "mandatory")
              said.push(`${policyEvent.policyName} ${policyEvent.resourceUrn ?? ""}: ${policyEvent.message}`);
          },
        })
        .catch((error: Error) => said.push(said.length > 0 ? "the preview failed" : error.message));
      expect(said).to.deep.equal([]);

      const file = `test/golden/${stackName}.json`;
      const { resources } = parsePlan(fs.readFileSync(path.join(root, file), "utf8"), file);
      const end = (urn: string) => urn.split("::").slice(-2).join(" ");
      const planned = Object.keys(resources).map(end);
      expect(
        [...created].map(end).filter((urn) => !/pulumi:pulumi:Stack|pulumi:providers:/.test(urn)),
      ).to.include.members(planned.filter((urn) => !/pulumi:pulumi:Stack|pulumi:providers:/.test(urn)));
    });
  }
});
