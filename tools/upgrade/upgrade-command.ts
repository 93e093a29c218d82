import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { runStack, type RunStackOptions } from "../plan/run-stack";
import { comparePlans } from "./compare-plans";
import { committedPlan, committedStacks } from "./committed-plans";
import { judgePreview } from "./judge-preview";
import type { Risk } from "./risk";

export const usage = `usage: npm run upgrade-preview -- [STACK…] [--from REF] [--allow ADDRESS]…
       npm run upgrade-preview -- STACK --preview FILE [--allow ADDRESS]…

Fails where taking a later version would remove or replace a resource that holds data, or an identity that others hold.

  STACK           default: every stack whose plan is committed at REF
  --from REF      the version that is deployed: a commit, branch or tag. Default HEAD
  --preview FILE  judges the output of pulumi preview --json instead; - reads standard input
  --allow ADDRESS accepts what happens to one resource, named as the report names it
  --help          this text

exit codes: 0 nothing is lost; 1 something would be; 2 wrong call
`;

export interface UpgradeEnvironment extends Pick<RunStackOptions, "root" | "program"> {
  write(text: string): void;
  error(text: string): void;
}

/** Runs `npm run upgrade-preview`. @returns the exit code */
export async function upgradeCommand(args: readonly string[], environment: UpgradeEnvironment): Promise<number> {
  const parsed = parsedArguments(args, environment);
  if (typeof parsed === "number") return parsed;
  try {
    const { root, program } = environment;
    const { preview, from, allow } = parsed;
    const risks: Risk[] = [];
    if (preview !== undefined) {
      risks.push(...judgePreview(readFileSync(preview === "-" ? 0 : preview, "utf8"), parsed.stacks[0]!));
    } else {
      const stacks = parsed.stacks.length > 0 ? parsed.stacks : committedStacks(root, from);
      if (stacks.length === 0) throw new Error(`no plan is committed at ${from}; name another version with --from`);
      for (const stack of stacks) {
        const before = committedPlan(root, from, stack);
        risks.push(...comparePlans(before, (await runStack({ stack, root, program })).plan));
      }
    }
    return report(risks, allow, environment);
  } catch (error) {
    environment.error(`${(error as Error).message}\n`);
    return 1;
  }
}

function report(risks: readonly Risk[], allow: readonly string[], { write }: UpgradeEnvironment): number {
  let fatal = 0;
  for (const { severity, stack, address, what, fix } of risks) {
    const isAllowed = severity === "fatal" && allow.includes(address);
    if (severity === "fatal" && !isAllowed) fatal++;
    write(`[${isAllowed ? "allowed" : severity}] ${stack} ${address}\n  ${what}\n  ${fix}\n`);
  }
  const unused = allow.filter((address) => !risks.some((risk) => risk.address === address));
  for (const address of unused) write(`[warning] --allow ${address} was not needed\n`);
  write(fatal > 0 ? `${fatal} resources would be lost.\n` : "No resource that holds anything would be lost.\n");
  return fatal > 0 ? 1 : 0;
}

function parsedArguments(args: readonly string[], { write, error }: UpgradeEnvironment) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        from: { type: "string", default: "HEAD" },
        preview: { type: "string" },
        allow: { type: "string", multiple: true, default: [] },
        help: { type: "boolean", default: false, short: "h" },
      },
    });
    if (values.help) {
      write(usage);
      return 0;
    }
    if (values.preview !== undefined && positionals.length !== 1)
      throw new Error("--preview judges one stack: name it");
    return { stacks: positionals, from: values.from, preview: values.preview, allow: values.allow };
  } catch (reason) {
    error(`${(reason as Error).message}\n\n${usage}`);
    return 2;
  }
}
