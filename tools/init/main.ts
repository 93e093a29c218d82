import * as path from "node:path";
import { initCommand } from "./init-command";

const { stdin: input, stdout: output, stderr: error } = process;
void initCommand(process.argv.slice(2), { root: path.resolve(__dirname, "../.."), input, output, error }).then(
  (code) => {
    process.exitCode = code;
  },
);
