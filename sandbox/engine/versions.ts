import * as fs from "node:fs";
import * as path from "node:path";

/** The versions the engine is made of. Each is read from the one file that pins it. */
export interface EngineVersions {
  /** The Pulumi CLI and SDK, from package.json, without "v". */
  readonly pulumi: string;
  /** The AWS provider plugin, from package.json, without "v". */
  readonly aws: string;
}

/**
 * Reads the pinned versions.
 *
 * @param repository the repository's root; this one by default
 * @throws Error when package.json does not pin an exact version, or go.mod builds another CLI than package.json pins
 */
export function engineVersions(repository = path.resolve(__dirname, "../..")): EngineVersions {
  const manifest = JSON.parse(fs.readFileSync(path.join(repository, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  const pinned = (name: string): string => {
    const version = manifest.dependencies[name];
    if (!version || !/^\d+\.\d+\.\d+$/.test(version)) {
      throw new Error(`package.json must pin ${name} to an exact version; it says ${version ?? "nothing"}.`);
    }
    return version;
  };
  const pulumi = pinned("@pulumi/pulumi");
  const goModule = fs.readFileSync(path.join(repository, "sandbox/engine/cli/go.mod"), "utf8");
  const built = /github\.com\/pulumi\/pulumi\/pkg\/v3 v(\S+)/.exec(goModule)?.[1];
  if (built !== pulumi) {
    throw new Error(
      `package.json pins @pulumi/pulumi ${pulumi} and sandbox/engine/cli/go.mod builds the CLI ${built ?? "of no version"}; ` +
        "the two must be equal.",
    );
  }
  return { pulumi, aws: pinned("@pulumi/aws") };
}
