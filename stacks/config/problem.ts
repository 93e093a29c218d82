import * as pulumi from "@pulumi/pulumi";

/** One thing that is wrong with a configuration file. */
export interface Problem {
  /** File name, relative to the repository, for example `platform.config.yaml`. */
  file: string;
  /** Where in it, for example `accounts.dev.id`; empty for the file as a whole. */
  path: string;
  /** What stands there. Left out where there is nothing, or where it may be a secret. */
  value?: unknown;
  /** What is allowed there and how to mend it, without a final full stop. */
  fix: string;
}

/** Thrown with every problem at once, so that a configuration is mended in one go. */
export class ConfigurationError extends pulumi.RunError {
  constructor(readonly problems: Problem[]) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    super(`The configuration has ${count}:\n${problems.map((problem) => `  ${problemText(problem)}`).join("\n")}`);
    // Nobody needs the frames, and Node.js 22 takes half a minute to print those of the SDK: their source maps name paths
    // such as node_modules/@pulumi/resource.ts, with which its search for the end of the package's name does not end.
    this.stack = this.message;
  }
}

/** A problem on one line: file, path, value, what is allowed. */
export function problemText({ file, path, fix, ...rest }: Problem): string {
  const what = "value" in rest ? ` is ${shortened(rest.value)};` : "";
  return `${file}:${path ? ` ${path}` : ""}${what || (path ? ":" : "")} ${fix}.`;
}

function shortened(value: unknown): string {
  if (value === undefined) return "missing";
  let text: string;
  try {
    text = JSON.stringify(value) ?? String(value);
  } catch {
    text = String(value);
  }
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
