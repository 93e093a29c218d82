import type { EngineEvent } from "@pulumi/pulumi/automation";
import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { loadConfiguration } from "../../../stacks/config";
import { readStackFile } from "../../../stacks/config/stack-values";
import { parsePlan } from "../../../tools/plan/golden";
import { referencedOutputs } from "../../../tools/plan/referenced-outputs";
import { stackNames } from "../../../tools/plan/stack-names";
import { OwnStacks, root } from "../../support/own-stacks";

/**
 * The provider checks every input against its schema (names, enumerations, conflicts) before it calls anything: the only
 * proof of that for what no emulator can create.
 */
describe("a preview of each stack as AWS gets it, by the real engine and provider", function () {
  // Minutes at most, and many where others share the processor; only what hangs takes this long.
  this.timeout(1_200_000);
  let own: OwnStacks;
  before(async () => (own = await OwnStacks.create()));
  after(() => own?.remove());

  /** What the stacks that this one refers to would tell it, in states that hold nothing else. */
  async function tellOutputs(stackName: string): Promise<void> {
    const { values } = readStackFile(root, stackName);
    const configuration = loadConfiguration({ stack: stackName, values, root });
    if (configuration.kind === "workload") return;
    const { outputs } = referencedOutputs(configuration);
    for (const other of ["management", "security"].filter((name) => name !== stackName)) {
      const run = () => Promise.resolve(outputs as Record<string, unknown>);
      const stack = await own.stack(stackName, { stackName: other, asOnAws: true, run });
      await stack.up({ suppressProgress: true, onOutput: () => undefined });
    }
  }

  // Baselines differ by their account only; this one has all of it.
  const isPreviewed = (name: string) =>
    name !== "sandbox" && (!name.startsWith("baseline-") || name === "baseline-prod");
  for (const stackName of stackNames(root).filter(isPreviewed)) {
    it(`of ${stackName} makes what its committed plan says, with nothing that the pack refuses`, async () => {
      await tellOutputs(stackName);
      const stack = await own.stack(stackName, { stackName, asOnAws: true });
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
