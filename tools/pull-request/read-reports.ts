import * as fs from "node:fs";
import * as path from "node:path";
import * as z from "zod";
import { reportSchema, type Report } from "./report-schema";

const mostFiles = 50;
/** A plan of ten thousand resources takes about a third of it. */
const mostBytes = 64 * 1024 * 1024;

/**
 * Reads every `STACK.json` of a folder, which `npm run plan -- --reports` has written. A file that is no report becomes
 * one that says so: it must not look as if there were nothing to say.
 *
 * @throws where the folder holds no report at all
 */
export function readReports(folder: string): Report[] {
  const files = fs.existsSync(folder) ? fs.readdirSync(folder).filter((file) => file.endsWith(".json")) : [];
  if (files.length === 0)
    throw new Error(`${folder} holds no report; write them with: npm run plan -- --all --reports`);
  if (files.length > mostFiles) throw new Error(`${folder} holds ${files.length} reports; ${mostFiles} are taken`);
  return files.sort().map((file) => readReport(path.join(folder, file)));
}

function readReport(file: string): Report {
  const stack = path.basename(file, ".json").replace(/[^\w.-]/g, "_");
  const broken = (why: string): Report => ({ stack, error: `Its report cannot be read: ${why}` });
  const { size } = fs.lstatSync(file);
  if (!fs.lstatSync(file).isFile()) return broken("it is no file");
  if (size > mostBytes) return broken(`it has ${size} bytes`);
  try {
    const parsed = reportSchema.safeParse(JSON.parse(fs.readFileSync(file, "utf8")));
    return parsed.success ? parsed.data : broken(z.prettifyError(parsed.error).slice(0, 500));
  } catch {
    return broken("it is not JSON");
  }
}
