import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type * as auto from "@pulumi/pulumi/automation";

/** What is read of a resource in a state. */
interface Stated {
  urn: string;
  parent?: string;
  protect?: boolean;
  retainOnDelete?: boolean;
  /** Already to be deleted: what is left of a replacement. */
  delete?: boolean;
}

const SYSTEM = "::platform:stacks:System::";

/** As many as fit a command line everywhere. */
const AT_A_TIME = 100;

/** A state of a thousand resources has 5 MB. */
const MOST_BYTES = 1024 ** 3;

/**
 * Lets what a stack retains leave its state: the engine refuses to remove what is protected, although it would leave it in the
 * account. What is protected and not retained stays so, and the removal is refused.
 *
 * A removal that is not finished leaves them without that protection until the next deployment, which sets it again; they are
 * retained all the same.
 *
 * https://www.pulumi.com/docs/iac/concepts/resources/options/retainondelete/
 *
 * @param systems only what is within these systems, by their names. Default all that the stack retains
 * @returns how many
 * @throws where a system has nothing in the state
 */
export async function releaseRetained(stack: auto.Stack, systems?: readonly string[]): Promise<number> {
  const { workspace, name } = stack;
  const env = { ...process.env, ...workspace.envVars, PULUMI_HOME: workspace.pulumiHome };
  const run = (...args: string[]) =>
    promisify(execFile)(workspace.pulumiCommand.command, [...args, "--stack", name, "--non-interactive"], {
      cwd: workspace.workDir,
      env,
      maxBuffer: MOST_BYTES,
    });
  // Secrets stay encrypted.
  const { stdout } = await run("stack", "export");
  const { resources = [] } = (JSON.parse(stdout) as { deployment?: { resources?: Stated[] } }).deployment ?? {};
  const isMeant = systems ? within(resources, systems, name) : () => true;
  const retained = resources.filter((each) => each.protect && each.retainOnDelete && !each.delete && isMeant(each));
  for (let first = 0; first < retained.length; first += AT_A_TIME)
    await run("state", "unprotect", ...retained.slice(first, first + AT_A_TIME).map(({ urn }) => urn), "--yes");
  return retained.length;
}

/** Says of a resource whether it is in one of the systems: among the children of the system's component, or theirs. */
function within(resources: readonly Stated[], systems: readonly string[], stack: string): (each: Stated) => boolean {
  const there = resources.filter(({ urn }) => urn.includes(SYSTEM)).map(({ urn }) => urn);
  const roots = systems.map((system) => {
    const found = there.find((urn) => urn.endsWith(`${SYSTEM}${system}`));
    if (found !== undefined) return found;
    const names = there.map((urn) => urn.split("::").pop()).join(", ");
    throw new Error(`Nothing of a system ${system} is in the state of ${stack}; there is ${names || "no system"}.`);
  });
  // The engine keeps every resource behind its parent.
  const inside = new Set(roots);
  for (const { urn, parent } of resources) if (parent !== undefined && inside.has(parent)) inside.add(urn);
  return ({ urn }) => inside.has(urn);
}
