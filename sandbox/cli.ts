import { parseArgs } from "node:util";
import { verbs } from "./verbs";
import { UsageError, type Verb } from "./verbs/verb";

const DEFAULT_VERB = "up";

/** The command `npm run sandbox`. See {@link help}, or `npm run sandbox -- --help`. */
async function main(args: string[]): Promise<number> {
  const named = args[0] !== undefined && !args[0].startsWith("-");
  const name = named ? args[0]! : DEFAULT_VERB;
  if (!named && args.includes("--help")) return print(help());
  const entry = verbs.find((each) => each.name === name);
  if (!entry)
    throw new UsageError(`There is no verb "${name}"; there are ${verbs.map((each) => each.name).join(", ")}`);
  const verb = entry.load();
  const { values, positionals } = parse(verb, named ? args.slice(1) : args);
  if (values["help"]) return print(helpOf(verb));
  const json = values["json"] === true;
  return verb.run({ values, positionals, json });
}

function parse(verb: Verb, args: string[]): ReturnType<typeof parseArgs> {
  try {
    return parseArgs({
      args,
      allowPositionals: verb.positionals !== undefined,
      options: { json: { type: "boolean" }, help: { type: "boolean", short: "h" }, ...verb.options },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${helpOf(verb)}`);
  }
}

function print(text: string): number {
  console.log(text);
  return 0;
}

function help(): string {
  return `usage: npm run sandbox [-- VERB [OPTION…]]

Runs the whole platform on this machine: the real Pulumi engine and AWS provider deploy it to local emulators.

${verbs.map((verb) => `  ${verb.name.padEnd(8)} ${verb.summary}${verb.name === DEFAULT_VERB ? " (default)" : ""}`).join("\n")}

Options of every verb:
  --json     one JSON document, or one per line, instead of text
  --help     what the verb does and takes

Everything it starts listens on this machine only. State is in .sandbox/; "down" removes it. See docs/sandbox.md.`;
}

function helpOf(verb: Verb): string {
  const options = Object.entries(verb.optionHelp ?? {}).map(([option, text]) => `  ${option.padEnd(16)} ${text}`);
  return [
    `usage: npm run sandbox -- ${verb.name}${verb.positionals ? ` ${verb.positionals}` : ""} [OPTION…]`,
    "",
    verb.about,
    "",
    "Options:",
    ...options,
    `  ${"--json".padEnd(16)} machine-readable output`,
    `  ${"--help".padEnd(16)} this text`,
  ].join("\n");
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    console.error(error instanceof UsageError || !process.env["DEBUG"] ? error.message : error.stack);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  },
);
