import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { childEnvironment } from "../../../sandbox/engine/environment";
import { requireGo } from "../../../sandbox/engine/go-toolchain";
import { pulumiOnPath } from "../../../sandbox/engine/pulumi-on-path";
import { run, RunError } from "../../../sandbox/engine/run";
import { temporaryFolder } from "./support/temporary-folder";

describe("a program that the engine starts", () => {
  const folder = temporaryFolder();
  let searched: string | undefined;
  beforeEach(() => (searched = process.env.PATH));
  afterEach(() => (process.env.PATH = searched));

  /** Writes a program that answers any call. */
  function program(name: string, script: string): string {
    const file = path.join(folder(), name);
    fs.writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return file;
  }

  it("sees Go's and the proxy's settings, and no other variable", () => {
    const shell = {
      PATH: "/bin",
      HOME: "/h",
      GOPROXY: "https://proxy",
      HTTPS_PROXY: "p",
      AWS_SECRET_ACCESS_KEY: "s",
      NPM_TOKEN: "t",
    };
    expect(childEnvironment({ PULUMI_HOME: "/p" }, shell)).to.deep.equal({
      PATH: "/bin",
      HOME: "/h",
      GOPROXY: "https://proxy",
      HTTPS_PROXY: "p",
      PULUMI_HOME: "/p",
    });
  });

  it("gives its output, and its errors line by line", async () => {
    const lines: string[] = [];
    const file = program("p", "echo out; echo one >&2; echo two >&2");
    expect(await run(file, [], { onErrorLine: (line) => lines.push(line) })).to.equal("out\n");
    expect(lines).to.deep.equal(["one", "two"]);
  });

  it("tells its code and its last lines when it fails", async () => {
    const error = await run(program("p", "seq 1 40 >&2; exit 3"), []).catch((reason: RunError) => reason);
    expect(error).to.be.instanceOf(RunError);
    expect((error as RunError).code).to.equal(3);
    expect((error as RunError).tail.split("\n"))
      .to.have.length(25)
      .and.include("40");
  });

  it("is ended by an abort", async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error("interrupted")), 50);
    const error = await run(program("p", "exec sleep 30"), [], { signal: stop.signal }).catch(
      (reason: Error) => reason,
    );
    expect((error as Error).message).to.equal("interrupted");
  });

  it("is named with the fix when it is Go and missing", async () => {
    fs.writeFileSync(path.join(folder(), "go.mod"), "module x\n\ngo 1.26.3\n");
    process.env.PATH = folder();
    const error = await requireGo(folder()).catch((reason: Error) => reason);
    expect((error as Error).message).to.match(
      /^The Pulumi engine .* Go is not installed\. Install Go 1\.26\.3 or newer from https:\/\/go\.dev.* Pulumi's own release/,
    );
    const linter = { what: "The linter", otherwise: "install it" };
    const other = await requireGo(folder(), linter).catch((reason: Error) => reason);
    expect((other as Error).message).to.match(/^The linter has to be built here, .*, or install it\.$/);
  });

  it("is named with the fix when it is Go and too old", async () => {
    fs.writeFileSync(path.join(folder(), "go.mod"), "module x\n\ngo 1.26.3\n");
    program("go", "echo go1.9.7");
    process.env.PATH = `${folder()}:${process.env.PATH}`;
    const error = await requireGo(folder()).catch((reason: Error) => reason);
    expect((error as Error).message).to.match(/Go is too old: go1\.9\.7\. Install Go 1\.26\.3/);
    program("go", 'echo "go: go.mod requires go >= 1.26.3 (running go 1.22.0; GOTOOLCHAIN=local)" >&2; exit 1');
    const newer = await requireGo(folder()).catch((reason: Error) => reason);
    expect((newer as Error).message).to.match(/Go is too old: .*running go 1\.22\.0.*Install Go 1\.26\.3/s);
  });

  it("is a Pulumi on PATH only when it is new enough", async () => {
    const old = path.join(folder(), "old");
    fs.mkdirSync(old);
    program("old/pulumi", "echo v3.258.9");
    const file = program("pulumi", "echo v3.260.1");
    const both = `${old}:${folder()}`;
    expect(await pulumiOnPath("3.259.0", both)).to.deep.equal({ file: fs.realpathSync(file), version: "3.260.1" });
    expect(await pulumiOnPath("3.259.0", old)).to.equal(undefined);
    expect(await pulumiOnPath("3.261.0", both)).to.equal(undefined);
    expect(await pulumiOnPath("3.9.0", old)).to.have.property("version", "3.258.9");
  });
});
