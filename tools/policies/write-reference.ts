import * as path from "node:path";
import { referenceFile, writeReference } from "./reference";

writeReference(path.resolve(__dirname, "../..")).then(
  () => console.log(`wrote ${referenceFile}`),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
