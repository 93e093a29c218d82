import { execFile } from "node:child_process";
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { childEnvironment } from "../../sandbox/engine/environment";

/** An action that is pinned by its commit, with the version that the commit has. */
const PINNED = /@[0-9a-f]{40} # v(\d+)[\d.]*/g;

/**
 * Lets actionlint look at the workflows of a repository. It parses expressions and their types, and knows events, runners,
 * contexts, permissions and the inputs of well-known actions: https://github.com/rhysd/actionlint/blob/main/docs/checks.md
 *
 * It knows those inputs by an action's major version, and the workflows name commits, so it is given a copy that names the
 * versions instead. The programs that it would call for the text of commands are left out: with them, findings would depend
 * on what happens to be installed.
 *
 * @param program the linter
 * @param repository the repository's root; it needs no git
 * @returns each finding as `FILE:LINE:COLUMN: TEXT [RULE]`, the file as seen from the root
 * @throws Error when there is no workflow, or the linter itself fails
 */
export async function lintWorkflows(program: string, repository: string): Promise<string[]> {
  const own = path.join(repository, ".github");
  const copy = mkdtempSync(path.join(tmpdir(), "workflows-"));
  try {
    if (existsSync(own)) cpSync(own, path.join(copy, ".github"), { recursive: true });
    const files = globSync(".github/workflows/*.{yml,yaml}", { cwd: copy }).sort();
    if (files.length === 0) throw new Error(`${own}/workflows has no workflow.`);
    for (const file of files.map((name) => path.join(copy, name)))
      writeFileSync(file, readFileSync(file, "utf8").replace(PINNED, "@v$1"));
    return await findings(program, files, copy);
  } finally {
    rmSync(copy, { recursive: true });
  }
}

function findings(program: string, files: string[], folder: string): Promise<string[]> {
  const args = ["-oneline", "-no-color", "-shellcheck=", "-pyflakes=", ...files];
  return new Promise((resolve, reject) => {
    execFile(program, args, { cwd: folder, env: childEnvironment() }, (error, output, errors) => {
      // 1 says that there are findings, 2 and 3 that it did not come to look.
      // https://github.com/rhysd/actionlint/blob/main/docs/usage.md#exit-status
      if (error && error.code !== 1) reject(new Error(`${program} failed: ${errors.trim() || error.message}`));
      else resolve(output.split("\n").filter(Boolean));
    });
  });
}
