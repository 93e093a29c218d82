import * as path from "node:path";
import { importCommand } from "./import-command";

const root = path.resolve(__dirname, "../..");

void importCommand(process.argv.slice(2), { root, output: process.stdout, error: process.stderr }).then((code) => {
  process.exitCode = code;
});
