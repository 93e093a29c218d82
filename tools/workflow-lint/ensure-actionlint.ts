import * as fs from "node:fs";
import * as path from "node:path";
import { cacheFolder, cacheKey, isPublished, publish } from "../../sandbox/engine/cache";
import { goBuild } from "../../sandbox/engine/go-build";
import { requireGo } from "../../sandbox/engine/go-toolchain";
import type { Progress } from "../../sandbox/engine/progress";
import { run } from "../../sandbox/engine/run";

/** The Go module that pins the linter; go.sum holds the checksums of it and of all it is made of. */
const MODULE = path.join(__dirname, "actionlint");
const PACKAGE = "github.com/rhysd/actionlint";

/**
 * The version that go.mod pins, without "v".
 *
 * @throws Error when it pins none
 */
export function actionlintVersion(): string {
  const text = fs.readFileSync(path.join(MODULE, "go.mod"), "utf8");
  const version = /^\s*github\.com\/rhysd\/actionlint v(\d+\.\d+\.\d+)\b/m.exec(text)?.[1];
  if (!version) throw new Error(`${MODULE}/go.mod must pin ${PACKAGE} to a version.`);
  return version;
}

/**
 * Makes sure that there is the linter of GitHub's workflows in the pinned version: the one that is installed, else a build
 * from Go modules, which is kept in the user's cache. https://github.com/rhysd/actionlint
 *
 * @returns the program
 * @throws Error naming the fix, when Go is needed and missing
 */
export async function ensureActionlint(options: { report: Progress; signal?: AbortSignal }): Promise<string> {
  const version = actionlintVersion();
  if (await isInstalled(version)) return "actionlint";
  const pins = ["go.mod", "go.sum"].map((name) => fs.readFileSync(path.join(MODULE, name)));
  const key = cacheKey("actionlint 1", process.platform, process.arch, ...pins);
  const entry = path.join(cacheFolder(), `actionlint-${key}`);
  if (!isPublished(entry)) {
    await requireGo(MODULE, {
      what: "The linter of workflows",
      otherwise: `install actionlint ${version} (https://github.com/rhysd/actionlint/blob/main/docs/install.md)`,
      signal: options.signal,
    });
    await publish(entry, (folder) =>
      goBuild(
        {
          what: "the linter of workflows",
          folder: MODULE,
          target: `${PACKAGE}/cmd/actionlint`,
          output: path.join(folder, "bin/actionlint"),
          flags: ["-mod=readonly"],
          linker: `-X ${PACKAGE}.version=v${version}`,
        },
        options,
      ),
    );
  }
  return path.join(entry, "bin/actionlint");
}

async function isInstalled(version: string): Promise<boolean> {
  try {
    const answer = await run("actionlint", ["-version"]);
    return answer.split("\n")[0]!.replace(/^v/, "").trim() === version;
  } catch {
    return false;
  }
}
