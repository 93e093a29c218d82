import * as path from "node:path";
import { program } from "../../stacks/program";
import { upgradeCommand } from "./upgrade-command";

void upgradeCommand(process.argv.slice(2), {
  root: path.resolve(__dirname, "../.."),
  program,
  write: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
}).then((code) => {
  process.exitCode = code;
});
