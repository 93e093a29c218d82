import { parseArgs } from "node:util";

/** How a report is written. */
export const formats = ["terminal", "markdown", "json"] as const;

/** What `npm run plan` was asked for. */
export interface PlanArguments {
  stacks: string[];
  format: (typeof formats)[number];
  update: boolean;
  details: boolean;
  help: boolean;
}

/** What `npm run plan -- --help` prints. */
export const usage = `usage: npm run plan -- STACK… [--format terminal|markdown|json] [--details] [--update]

Shows what a stack would make, without credentials, engine or network: the resources by account and component, the
concurrency its functions reserve, the violations of the policy pack, and the difference to the committed plan.

  STACK       dev, test, prod, sandbox: whatever has a Pulumi.STACK.yaml
  --format    terminal (default), markdown for a pull request, json for programs
  --details   lists every resource, not only components
  --update    writes test/golden/STACK.json, to be committed with the change
  --help      this text

exit codes: 0 as committed; 1 a mandatory violation, or it could not be deployed; 2 wrong call; 3 differs from the
committed plan
`;

/** @throws Error with a message for the user where the arguments are wrong */
export function planArguments(args: readonly string[]): PlanArguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      format: { type: "string", default: "terminal" },
      update: { type: "boolean", default: false },
      details: { type: "boolean", default: false },
      help: { type: "boolean", default: false, short: "h" },
    },
  });
  const format = formats.find((each) => each === values.format);
  if (!format) throw new Error(`--format is "${values.format}"; use one of ${formats.join(", ")}`);
  if (positionals.length === 0 && !values.help) throw new Error("name a stack, for example: npm run plan -- dev");
  const bad = positionals.find((stack) => !/^[A-Za-z0-9][\w.-]{0,99}$/.test(stack));
  if (bad !== undefined) throw new Error(`"${bad}" is not the name of a stack`);
  if (format === "json" && new Set(positionals).size > 1) throw new Error("--format json takes one stack at a time");
  return {
    stacks: [...new Set(positionals)],
    format,
    update: values.update,
    details: values.details,
    help: values.help,
  };
}
