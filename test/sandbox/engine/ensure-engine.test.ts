import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { cliEntry } from "../../../sandbox/engine/build-cli";
import { coveringHome, homeEntry } from "../../../sandbox/engine/build-provider";
import { publish } from "../../../sandbox/engine/cache";
import { ensureEngine } from "../../../sandbox/engine/ensure-engine";
import { pluginFile } from "../../../sandbox/engine/plugin-file";
import { engineVersions } from "../../../sandbox/engine/versions";
import { recordedProgress } from "./support/recorded-progress";
import { temporaryFolder } from "./support/temporary-folder";

describe("making the engine ready", () => {
  const folder = temporaryFolder();
  const versions = engineVersions();
  const types = ["aws:kms/key:Key"];
  const names = ["PATH", "XDG_CACHE_HOME", "PULUMI_HOME", "HOME", "SANDBOX_ENGINE"];
  let before: Record<string, string | undefined> = {};

  beforeEach(() => {
    before = Object.fromEntries(names.map((name) => [name, process.env[name]]));
    // No Go, no Pulumi, no cache: whatever is not found in these tests cannot be made either.
    Object.assign(process.env, { PATH: path.join(folder(), "bin"), XDG_CACHE_HOME: folder(), HOME: folder() });
    delete process.env.PULUMI_HOME;
    delete process.env.SANDBOX_ENGINE;
  });
  afterEach(() => {
    for (const name of names) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  });

  function write(file: string, text = ""): string {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text, { mode: 0o755 });
    return file;
  }
  const installCli = (where: string): string =>
    write(path.join(folder(), where), `#!/bin/sh\necho v${versions.pulumi}\n`);
  const fill = (entry: string, file: string): Promise<void> =>
    publish(entry, async (work) => void write(path.join(work, file)));

  it("takes what is installed", async () => {
    installCli("bin/pulumi");
    write(path.join(folder(), ".pulumi", pluginFile(versions.aws)));
    const report = recordedProgress();
    expect(await ensureEngine({ report, types })).to.deep.equal({
      pulumiCommandRoot: fs.realpathSync(folder()),
      pulumiHome: path.join(folder(), ".pulumi"),
      providerPath: path.join(folder(), ".pulumi", pluginFile(versions.aws)),
      version: versions.pulumi,
      providerVersion: versions.aws,
      source: { pulumi: "path", provider: "path" },
      path: [path.join(fs.realpathSync(folder()), "bin")],
    });
    expect(report.lines).to.deep.equal([]);
  });

  it("gives a CLI outside a bin folder the layout the Automation API wants", async () => {
    const file = installCli("tools/pulumi");
    process.env.PATH = path.dirname(file);
    write(path.join(folder(), ".pulumi", pluginFile(versions.aws)));
    const engine = await ensureEngine({ report: recordedProgress(), types });
    expect(fs.realpathSync(path.join(engine.pulumiCommandRoot, "bin/pulumi"))).to.equal(fs.realpathSync(file));
    expect(engine.path).to.include(path.dirname(fs.realpathSync(file)));
  });

  it("takes no plugin whose download was interrupted", async () => {
    installCli("bin/pulumi");
    const plugin = write(path.join(folder(), ".pulumi", pluginFile(versions.aws)));
    write(`${path.dirname(plugin)}.partial`);
    await fill(homeEntry(versions.aws, types), pluginFile(versions.aws));
    expect((await ensureEngine({ report: recordedProgress(), types })).source.provider).to.equal("build");
  });

  it("takes what was built before without asking the network, and brings what starts policy packs", async () => {
    await fill(cliEntry(), "bin/pulumi");
    await fill(homeEntry(versions.aws, types), pluginFile(versions.aws));
    const report = recordedProgress();
    const engine = await ensureEngine({ report, types: [...types, "platform:data:Table", ...types] });
    expect(engine.source).to.deep.equal({ pulumi: "build", provider: "build" });
    expect(engine.providerPath).to.equal(path.join(homeEntry(versions.aws, types), pluginFile(versions.aws)));
    expect(report.lines).to.deep.equal([]);
    const analyzer = path.join(engine.path[1] as string, "pulumi-analyzer-policy-nodejs");
    expect(fs.statSync(analyzer).mode & 0o111).to.equal(0o111);
    const started = /\$here\/(\S+)"/.exec(fs.readFileSync(analyzer, "utf8"))?.[1] as string;
    expect(fs.existsSync(path.join(path.dirname(analyzer), started))).to.equal(true);
  });

  it("builds where told to, whatever is installed", async () => {
    installCli("bin/pulumi");
    write(path.join(folder(), ".pulumi", pluginFile(versions.aws)));
    process.env.SANDBOX_ENGINE = "build";
    const report = recordedProgress();
    const error = await ensureEngine({ report, types }).catch((reason: Error) => reason);
    expect((error as Error).message).to.match(/Go is not installed\. Install Go/);
    expect(report.lines[0]).to.match(/^Building the Pulumi CLI .* about \d+ minutes .*once\.$/);
  });

  it("keys a plugin by its types, in any order", () => {
    const other = "aws:sns/topic:Topic";
    expect(homeEntry("7.0.0", [...types, other])).to.equal(homeEntry("7.0.0", [other, ...types]));
    expect(homeEntry("7.0.0", types)).not.to.equal(homeEntry("7.0.0", [other]));
    expect(homeEntry("7.0.0", types)).not.to.equal(homeEntry("7.0.1", types));
  });

  it("takes a plugin that was built for more types, and none that lacks one", async () => {
    await fill(cliEntry(), "bin/pulumi");
    const served = [...types, "aws:sns/topic:Topic"];
    const home = homeEntry(versions.aws, served);
    await fill(home, pluginFile(versions.aws));
    fs.writeFileSync(path.join(home, "types.json"), JSON.stringify(served));
    expect((await ensureEngine({ report: recordedProgress(), types })).pulumiHome).to.equal(home);
    expect(coveringHome(versions.aws, [...types, "aws:sqs/queue:Queue"])).to.equal(undefined);
    expect(coveringHome("7.0.0", types)).to.equal(undefined);
  });

  it("refuses a wrong choice and no types", async () => {
    const failure = (options: object): Promise<string> =>
      ensureEngine({ report: recordedProgress(), types, ...options }).then(
        () => "",
        (error: Error) => error.message,
      );
    expect(await failure({ only: "downlod" })).to.equal(
      'SANDBOX_ENGINE is "downlod"; set it to "build", or not at all.',
    );
    expect(await failure({ types: ["platform:data:Table"] })).to.contain("was given no aws types");
  });
});
