import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { pythonEnvironment } from "../../../../sandbox/emulator/python-environment";
import { sandboxPaths } from "../../../../sandbox/emulator/sandbox-paths";
import { recordReferences } from "../../../../tools/serverless-repository/application";
import { metadata } from "../../../../tools/serverless-repository/metadata";
import { template, type Template } from "../../../../tools/serverless-repository/template";

/** The template of a program. */
export async function make(program: () => void, code = { bucket: "code", key: "keyed.zip" }): Promise<Template> {
  return template(await recordReferences(program), code, { ...metadata() });
}

/** What cfn-lint says of a template; empty where it finds nothing. */
export async function lint(text: object): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), "template-"));
  const file = path.join(folder, "template.json");
  writeFileSync(file, JSON.stringify(text));
  // cfn-lint comes, pinned and hashed, with the emulators.
  const cfnLint = path.join(await pythonEnvironment(sandboxPaths()), "cfn-lint");
  try {
    return (await promisify(execFile)(cfnLint, ["--regions", "us-east-1", "--", file])).stdout;
  } catch (error) {
    return (error as { stdout: string }).stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
