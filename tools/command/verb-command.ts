import { parseArgs } from "node:util";
import { UsageError, type Verb, type VerbEntry } from "./verb";

/** A command that consists of verbs, such as `npm run sandbox`. */
export interface VerbCommand {
  /** How it is called, for example `npm run sandbox`. */
  command: string;
  /** What it is for: stands in the help before the list of verbs. */
  about: string;
  verbs: readonly VerbEntry[];
  /** The verb that is meant where none is named. Default none: the help is shown, and the exit code is 2. */
  defaultVerb?: string;
  /** Stands at the end of the help. */
  closing: string;
}

/**
 * Runs the verb that the arguments name, and sets the process's exit code: the verb's own; 2 for a wrong call, 1 for an
 * error. Errors are shown as their message, with `DEBUG` set with their stack.
 */
export function runVerbCommand(command: VerbCommand, args: string[]): void {
  run(command, args).then(
    (code) => {
      process.exitCode = code;
    },
    (error: Error) => {
      console.error(error instanceof UsageError || !process.env["DEBUG"] ? error.message : error.stack);
      process.exitCode = error instanceof UsageError ? 2 : 1;
    },
  );
}

async function run(command: VerbCommand, args: string[]): Promise<number> {
  const { verbs, defaultVerb } = command;
  const named = args[0] !== undefined && !args[0].startsWith("-");
  if (!named && (args.includes("--help") || args.includes("-h"))) return print(help(command));
  const name = named ? args[0]! : defaultVerb;
  if (name === undefined) throw new UsageError(help(command));
  const entry = verbs.find((each) => each.name === name);
  if (!entry)
    throw new UsageError(`There is no verb "${name}"; there are ${verbs.map((each) => each.name).join(", ")}`);
  const verb = entry.load();
  const { values, positionals } = parse(command, verb, named ? args.slice(1) : args);
  if (values["help"]) return print(helpOf(command, verb));
  return verb.run({ values, positionals, json: values["json"] === true });
}

function parse(command: VerbCommand, verb: Verb, args: string[]): ReturnType<typeof parseArgs> {
  try {
    return parseArgs({
      args,
      allowPositionals: verb.positionals !== undefined,
      options: { json: { type: "boolean" }, help: { type: "boolean", short: "h" }, ...verb.options },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${helpOf(command, verb)}`);
  }
}

function print(text: string): number {
  console.log(text);
  return 0;
}

function help({ command, about, verbs, defaultVerb, closing }: VerbCommand): string {
  const call = defaultVerb === undefined ? "-- VERB [OPTION…]" : "[-- VERB [OPTION…]]";
  const width = Math.max(8, ...verbs.map(({ name }) => name.length));
  const lines = verbs.map(
    ({ name, summary }) => `  ${name.padEnd(width)} ${summary}${name === defaultVerb ? " (default)" : ""}`,
  );
  return `usage: ${command} ${call}

${about}

${lines.join("\n")}

Options of every verb:
  --json     one JSON document, or one per line, instead of text
  --help     what the verb does and takes

${closing}`;
}

function helpOf({ command }: VerbCommand, verb: Verb): string {
  const own = Object.entries({
    ...verb.optionHelp,
    "--json": "machine-readable output",
    "--help": "this text",
  });
  const width = Math.max(16, ...own.map(([option]) => option.length));
  return [
    `usage: ${command} -- ${verb.name}${verb.positionals ? ` ${verb.positionals}` : ""} [OPTION…]`,
    "",
    verb.about,
    "",
    "Options:",
    ...own.map(([option, text]) => `  ${option.padEnd(width)} ${text}`),
  ].join("\n");
}
