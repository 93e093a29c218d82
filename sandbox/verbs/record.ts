import * as fs from "node:fs";
import * as path from "node:path";
import { cleanProcessEnvironment } from "../deploy/clean-process-environment";
import { goldenTypes } from "../deploy/golden-types";
import { namespace, readStackFile } from "../../stacks/config/stack-values";
import { sandboxAccount } from "../deploy/sandbox-account";
import { startEmulator, stopEmulator } from "../emulator/emulator";
import { pythonEnvironment } from "../emulator/python-environment";
import { sandboxPaths } from "../emulator/sandbox-paths";
import { ensureEngine } from "../engine/ensure-engine";
import { consoleProgress } from "../engine/progress";
import { recordDeployment, recordingFiles } from "../record/record-deployment";
import type { Operations } from "../record/attribute";
import { joinedOperations } from "../record/joined-operations";
import { SANDBOX_STACK } from "../deploy/sandbox-stack";
import { UsageError, type Verb } from "./verb";

const RECORD = "policies/deploy/recorded.json";

export const record: Verb = {
  name: "record",
  about: `Deploys the platform to emulators of its own, changes, reads and removes everything, and writes down which operations
of AWS the provider called for each type of resource: ${RECORD}, from which
"npm run deploy-policy" makes what a deployment may do. What the recording no longer has for a type that it has seen is
dropped; types that it has not seen stay. With --system, or where a step failed, it only adds: it has not seen all.

Takes half an hour. A sandbox that is up is not touched.`,
  options: { file: { type: "string" }, system: { type: "string", multiple: true } },
  optionHelp: {
    "--file FILE": `where to write; default ${RECORD}`,
    "--system NAME":
      "only this system, for what it calls; may be given more than once. Default all of Pulumi.sandbox.yaml",
  },
  async run({ json, values }) {
    const { root } = sandboxPaths();
    const systems = values["system"] as string[] | undefined;
    const recorded = systems && chosenSystems(root, systems);
    const account = sandboxAccount();
    cleanProcessEnvironment();
    const report = consoleProgress();
    const file = path.resolve(root, (values["file"] as string | undefined) ?? RECORD);
    const sandbox = path.join(root, ".sandbox", "recording");
    const engine = await ensureEngine({ report, types: goldenTypes(root) });
    try {
      const emulator = await startEmulator({ ...account, forwardPort: 0, sandbox, record: recordingFiles(sandbox) });
      const models = await botocoreData(sandbox);
      const { operations, failed, isWhole } = await recordDeployment({
        emulator,
        engine,
        models,
        report,
        values: recorded,
      });
      const before = readRecord(file);
      const merged = systems || !isWhole ? joinedOperations(before, operations) : { ...before, ...operations };
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, `${JSON.stringify(sorted(merged), undefined, 2)}\n`);
      for (const each of failed) report.line(each);
      const count = Object.values(operations).flat().length;
      if (json) console.log(JSON.stringify({ types: Object.keys(operations).length, operations: count, failed }));
      else console.log(`${count} operations for ${Object.keys(operations).length} types: ${path.relative(root, file)}`);
      return 0;
    } finally {
      await stopEmulator({ sandbox });
      fs.rmSync(sandbox, { recursive: true, force: true });
    }
  },
};

/** The descriptions of AWS's services that come with the emulators. */
async function botocoreData(sandbox: string): Promise<string> {
  const bin = await pythonEnvironment(sandboxPaths(undefined, sandbox));
  const library = path.join(bin, "..", "lib");
  const version = fs.readdirSync(library).find((name) => name.startsWith("python3"))!;
  return path.join(library, version, "site-packages", "botocore", "data");
}

function readRecord(file: string): Operations {
  return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, "utf8")) as Operations) : {};
}

/** What the sandbox's stack gets to have these systems only, configured as they are. @throws UsageError for one that is not there */
function chosenSystems(root: string, names: readonly string[]): Record<string, string> {
  const key = `${namespace}:systems`;
  const all = JSON.parse(readStackFile(root, SANDBOX_STACK).values[key] ?? "{}") as Record<string, unknown>;
  const unknown = names.find((name) => !Object.hasOwn(all, name));
  if (unknown !== undefined)
    throw new UsageError(
      `There is no system "${unknown}" in Pulumi.sandbox.yaml; there are ${Object.keys(all).join(", ")}.`,
    );
  return { [key]: JSON.stringify(Object.fromEntries(names.map((name) => [name, all[name]]))) };
}

function sorted(operations: Operations): Operations {
  return Object.fromEntries(Object.entries(operations).sort(([a], [b]) => (a < b ? -1 : 1)));
}
