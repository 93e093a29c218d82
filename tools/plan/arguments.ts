import { parseArgs } from "node:util";
import { diagramEndings } from "../diagram/render-diagram";

/** How a report is written. */
export const formats = ["terminal", "markdown", "json", "sarif"] as const;

/** What `npm run plan` was asked for. */
export interface PlanArguments {
  /** The stacks that were named. */
  stacks: string[];
  /** Every stack that has a configuration file, instead. */
  all: boolean;
  format: (typeof formats)[number];
  /** Folder that takes every stack's reports in every format for programs. */
  reports?: string;
  /** Folder with the plans of another state of the repository, to compare with. */
  base?: string;
  /** File that takes the stack's diagrams: Mermaid (.md), a picture (.svg) or a page (.html). */
  diagram?: string;
  update: boolean;
  details: boolean;
  help: boolean;
}

/** What `npm run plan -- --help` prints. */
export const usage = `usage: npm run plan -- STACK… [OPTION…]
       npm run plan -- --all [OPTION…]

Shows what a stack would make, without credentials, engine or network: the resources by account and component, the
concurrency its functions reserve, the violations of the policy pack, and the difference to the committed plan.

  STACK             dev, test, prod, sandbox: whatever has a Pulumi.STACK.yaml
  --all             all of them
  --format FORMAT   terminal (default), markdown for a page, json for programs, sarif for code scanning (SARIF 2.1.0, with
                    the line of the component or system that makes the resource)
  --reports FOLDER  writes FOLDER/STACK.md, .json and .sarif too; a stack whose program fails gets a .json with the error
  --base FOLDER     compares with the plans in FOLDER besides, for example those of the branch that a change goes to
  --diagram FILE    draws the systems, and the parts of each with what goes between them: FILE.md for Mermaid, which GitHub
                    draws, FILE.svg for a picture, FILE.html for a page
  --details         lists every resource, not only components, and what exceptions accept
  --update          writes test/golden/STACK.json, to be committed with the change
  --help            this text

exit codes: 0 as committed; 1 a mandatory violation, or it could not be deployed; 2 wrong call; 3 differs from the
committed plan

Rules: docs/policies.md. Exceptions: policies/exceptions.yaml. Levels: policies/levels.yaml.
`;

/** @throws Error with a message for the user where the arguments are wrong */
export function planArguments(args: readonly string[]): PlanArguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      all: { type: "boolean", default: false },
      format: { type: "string", default: "terminal" },
      reports: { type: "string" },
      base: { type: "string" },
      diagram: { type: "string" },
      update: { type: "boolean", default: false },
      details: { type: "boolean", default: false },
      help: { type: "boolean", default: false, short: "h" },
    },
  });
  const format = formats.find((each) => each === values.format);
  if (!format) throw new Error(`--format is "${values.format}"; use one of ${formats.join(", ")}`);
  const stacks = [...new Set(positionals)];
  if (stacks.length === 0 && !values.all && !values.help) {
    throw new Error("name a stack, for example: npm run plan -- dev");
  }
  if (stacks.length > 0 && values.all) throw new Error("--all plans every stack; name none beside it");
  if (values.diagram !== undefined) {
    if (stacks.length !== 1) throw new Error("--diagram takes one stack at a time");
    if (!diagramEndings.some((ending) => values.diagram!.endsWith(ending)))
      throw new Error(`--diagram is "${values.diagram}"; end the file's name with one of ${diagramEndings.join(", ")}`);
  }
  const bad = stacks.find((stack) => !/^[A-Za-z0-9][\w.-]{0,99}$/.test(stack));
  if (bad !== undefined) throw new Error(`"${bad}" is not the name of a stack`);
  if (/^(json|sarif)$/.test(format) && (stacks.length > 1 || values.all)) {
    throw new Error(`--format ${format} takes one stack at a time; for several, give a folder with --reports`);
  }
  return {
    stacks,
    all: values.all,
    format,
    ...(values.reports !== undefined && { reports: values.reports }),
    ...(values.base !== undefined && { base: values.base }),
    ...(values.diagram !== undefined && { diagram: values.diagram }),
    update: values.update,
    details: values.details,
    help: values.help,
  };
}
