import { compileStatus } from "./compile-status";
import type { Progress } from "./progress";
import { run } from "./run";
import { withTicks } from "./with-ticks";

/** One program to build from Go sources. */
export interface GoBuild {
  /** What is built, for messages: "the Pulumi CLI". */
  readonly what: string;
  /** The module's folder. */
  readonly folder: string;
  /** The package in it. */
  readonly target: string;
  /** The file to write. */
  readonly output: string;
  /** Flags of `go build` and `go list` alike, such as -mod=vendor. */
  readonly flags: string[];
  /** Flags of the linker besides -s and -w. */
  readonly linker?: string;
}

/**
 * Builds a program, telling how many packages of those that need compiling are done.
 *
 * Paths are left out of the result, so that Go's own cache holds from one folder to another: after an interruption, or
 * a small change, only what is missing is compiled.
 */
export async function goBuild(build: GoBuild, options: { report: Progress; signal?: AbortSignal }): Promise<void> {
  const { report, signal } = options;
  const flags = ["-trimpath", "-buildvcs=false", ...build.flags];
  const list = ["list", ...flags, "-deps", "-f", "{{if .Stale}}{{.ImportPath}}{{end}}", build.target];
  const started = Date.now();
  const listed = await withTicks(
    (milliseconds) =>
      report.status(`  ${build.what}: finding out what to compile, ${Math.round(milliseconds / 1000)} s`),
    () => run("go", list, { folder: build.folder, signal, onErrorLine: downloads(build.what, report) }),
  );
  const total = listed.split("\n").filter(Boolean).length;
  report.line(`  ${build.what}: ${total} Go packages to compile`);
  let compiled = 0;
  let last = "";
  const tell = (): void =>
    report.status(compileStatus(build.what, { compiled, total, last, milliseconds: Date.now() - started }));
  const linker = `-s -w ${build.linker ?? ""}`.trim();
  const compile = ["build", "-v", ...flags, "-ldflags", linker, "-o", build.output, build.target];
  const onErrorLine = (line: string): void => {
    if (!isPackage(line)) return;
    compiled++;
    last = line;
    tell();
  };
  await withTicks(tell, () => run("go", compile, { folder: build.folder, signal, onErrorLine }));
  report.line(`  ${build.what}: built in ${Math.round((Date.now() - started) / 1000)} s`);
}

/** Tells the names that `go build -v` prints from its messages: warnings, "go: downloading …", "# package" before errors. */
function isPackage(line: string): boolean {
  return /^[\w.~-]+(\/[\w.~-]+)*$/.test(line);
}

/** Tells modules being downloaded, which comes before any compiling. */
export function downloads(what: string, report: Progress): (line: string) => void {
  let modules = 0;
  return (line) => {
    const module = /^go: downloading (\S+)/.exec(line)?.[1];
    if (module) report.status(`  ${what}: ${++modules} modules downloaded, ${module}`);
  };
}
