import * as path from "node:path";
import { referenceFile, writeReference } from "./reference";

writeReference(path.resolve(__dirname, "../.."));
console.log(`wrote ${referenceFile}`);
