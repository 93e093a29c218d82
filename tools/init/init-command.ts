import { readFileSync, renameSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import type { Readable, Writable } from "node:stream";
import { parseArgs } from "node:util";
import { parseAnswer } from "./answer";
import { contentOf, initialize, remaining } from "./initialize";
import { interview } from "./interview";

export const usage = `usage: npm run init [-- --set KEY=VALUE… --yes] [--force]

Asks for the values of platform.config.yaml and writes them there. Comments and everything else in the file stay.

  --set KEY=VALUE  gives a value, for example --set accounts.dev.id=111122223333; lists have commas between
  --yes            asks nothing: only what --set gives is written
  --force          overwrites values that are filled in already
  --help           this text

exit codes: 0 written, or nothing to write; 1 not written; 2 wrong call
`;

export interface InitEnvironment {
  /** The repository. */
  root: string;
  input: Readable & { isTTY?: boolean };
  output: Writable;
  error: Writable;
}

/** Runs `npm run init`. @returns the exit code */
export async function initCommand(args: readonly string[], environment: InitEnvironment): Promise<number> {
  const { root, input, output, error } = environment;
  const parsed = parsedArguments(args, error);
  if (!parsed) return 2;
  if (parsed.help) return say(output, usage, 0);
  if (!parsed.yes && input.isTTY !== true) {
    return say(error, `This is no terminal: give the values with --set, and --yes.\n\n${usage}`, 2);
  }
  const file = path.join(root, "platform.config.yaml");
  try {
    let text = readFileSync(file, "utf8");
    const before = text;
    text = initialize(text, parsed.set.map(answerOf), parsed.force);
    if (!parsed.yes)
      text = initialize(text, await interview({ ...environment, text, force: parsed.force }), parsed.force);
    if (text !== before) writeWhole(file, text);
    report(text, text !== before);
    return 0;
  } catch (reason) {
    return say(error, `${(reason as Error).message}\n`, 1);
  }

  function report(text: string, written: boolean): void {
    const left = remaining(contentOf(text));
    output.write(written ? "\nWritten to platform.config.yaml.\n" : "\nNothing to write.\n");
    if (left.length > 0) output.write(`Still to be filled in before a deployment:\n  ${left.join("\n  ")}\n`);
    output.write(
      "Next: the examples in Pulumi.STACK.yaml, which npm run plan -- --all lists; then npm run plan -- --all --update and npm run docs, and commit what changed.\n",
    );
  }
}

function parsedArguments(args: readonly string[], error: Writable) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        set: { type: "string", multiple: true, default: [] },
        yes: { type: "boolean", default: false, short: "y" },
        force: { type: "boolean", default: false },
        help: { type: "boolean", default: false, short: "h" },
      },
    });
    return values;
  } catch (reason) {
    say(error, `${(reason as Error).message}\n\n${usage}`, 2);
    return undefined;
  }
}

function answerOf(pair: string) {
  const equals = pair.indexOf("=");
  if (equals < 1) throw new Error(`--set "${pair}" is not KEY=VALUE, for example accounts.dev.id=111122223333`);
  return parseAnswer(pair.slice(0, equals).split("."), pair.slice(equals + 1));
}

/** Writes a file so that it is never half written, whatever interrupts it. */
function writeWhole(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

function say(stream: Writable, text: string, code: number): number {
  stream.write(text);
  return code;
}
