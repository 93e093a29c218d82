import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { PassThrough } from "node:stream";
import { UsageError } from "../../../tools/command/verb";
import { confirmRemoval } from "../../../tools/platform/confirm";
import { explainFailure } from "../../../tools/platform/explain-failure";
import { interruption } from "../../../tools/platform/interruption";
import { restoreStackFile } from "../../../tools/platform/restore-stack-file";
import { runSettings } from "../../../tools/platform/verbs/run-options";
import { verbs } from "../../../tools/platform/verbs";
import { stackOf, temporaryFolder } from "./support/simulated";

describe("removing production", () => {
  const stacks = [stackOf("dev"), stackOf("prod", [], { precious: true })];
  const removal = (typed: string | undefined, confirmed: string[] = []) => {
    const input = Object.assign(new PassThrough(), { isTTY: typed !== undefined });
    if (typed !== undefined) input.end(`${typed}\n`);
    return confirmRemoval(stacks, confirmed, { input, output: new PassThrough() }).then(
      () => "removed",
      (error: Error) => (error instanceof UsageError ? error.message : Promise.reject(error)),
    );
  };

  it("takes its name, typed or on the command line, and nothing else", async () => {
    expect(await removal("prod")).to.equal("removed");
    expect(await removal(undefined, ["prod"])).to.equal("removed");
    expect(await removal("yes")).to.equal('"yes" is not prod. Nothing was removed.');
    expect(await removal(undefined, ["dev"]))
      .to.contain("--confirm prod")
      .and.contain("Nothing was removed");
  });

  it("is asked of nobody where there is no production", async () => {
    await confirmRemoval(stacks.slice(0, 1), [], { input: new PassThrough(), output: new PassThrough() });
  });
});

describe("an error of the engine", () => {
  const site = {
    stack: "dev",
    account: { name: "dev", id: "111122223333", region: "eu-west-1", deployRole: "deploy" },
  };
  const cases: [string, ...string[]][] = [
    [
      "error: AWS account ID not allowed: 999988887777",
      "account 999988887777",
      "stack dev belongs to 111122223333",
      "assume deploy",
    ],
    ["no valid credential sources for AWS found", "There are no AWS credentials", "account 111122223333 (dev)"],
    ["CredentialsProviderError: Could not load credentials from any providers", "There are no AWS credentials"],
    ["ExpiredToken: The security token included in the request is expired", "have expired"],
    ["error: the stack is currently locked by 1 lock(s). Either wait", "The state is locked", "unlock --stack dev"],
    ["User x is not authorized to perform: sts:AssumeRole on resource y", "trust policy"],
    [
      'resource "urn:pulumi:dev::platform::x::y" cannot be deleted\nbecause it is protected. To unprotect the resource, …',
      "unprotect --stack dev --system NAME",
      "give it an alias",
    ],
    ["blob (code=NotFound): NoSuchBucket", "npm run bootstrap"],
    ["error: incorrect passphrase", "secretsprovider and encryptedkey in Pulumi.dev.yaml"],
  ];

  it("is told as what to do, with what was said below", () => {
    for (const [message, ...parts] of cases) {
      const text = explainFailure(message, site);
      for (const part of parts) expect(text).to.contain(part);
      expect(text.endsWith(message)).to.equal(true);
    }
    const lines = [
      "The deployment failed after 0 resources:",
      "code: -2",
      " stdout: ",
      " stderr: Command failed with exit code 1: /usr/bin/pulumi up --yes",
      "error: the stack is currently locked by 1 lock(s). Either wait",
      "  s3://bucket/lock.json: created by me@here (pid 12) at 2026-01-01T00:00:00Z",
      " err?: Error: Command failed with exit code 1: /usr/bin/pulumi up --yes",
      "error: the stack is currently locked by 1 lock(s). Either wait",
      "The engine's whole output: up.log",
    ];
    expect(explainFailure(lines.join("\n"), site)).to.equal(
      [
        "The state is locked, by me@here (pid 12) at 2026-01-01T00:00:00Z. Somebody else deploys this stack, or a process died that did; where nobody does, run npm run platform -- unlock --stack dev.",
        lines[0],
        lines[4],
        lines[5],
        lines[8],
      ].join("\n"),
    );
    expect(explainFailure(" something else ", site)).to.equal("something else");
  });
});

describe("Ctrl-C", () => {
  it("cancels in an orderly way, and ends at once the second time", () => {
    const said: string[] = [];
    let killed = 0;
    const { signal, end } = interruption(
      (text) => said.push(text),
      () => killed++,
    );
    process.emit("SIGINT");
    expect(signal.aborted).to.equal(true);
    expect(killed).to.equal(0);
    process.emit("SIGINT");
    expect(killed).to.equal(1);
    expect(said).to.have.length(2);
    const listeners = process.listenerCount("SIGINT");
    end();
    expect(process.listenerCount("SIGINT")).to.equal(listeners - 1);
  });
});

describe("a stack's file", () => {
  const { folder, remove } = temporaryFolder();
  after(remove);

  it("keeps its comments and values when the engine makes the stack, and takes how secrets are encrypted", () => {
    const file = path.join(folder, "Pulumi.dev.yaml");
    const before = "# Development.\nconfig:\n  # Days.\n  platform:days: 30\n  platform:on: false\n";
    const engine = 'config:\n  platform:days: "30"\n  platform:on: "false"\nencryptedkey: abc=\n';
    fs.writeFileSync(file, engine);
    restoreStackFile(file, before);
    expect(fs.readFileSync(file, "utf8")).to.equal(`${before}encryptedkey: abc=\n`);
    restoreStackFile(file, fs.readFileSync(file, "utf8"));
    expect(fs.readFileSync(file, "utf8")).to.equal(`${before}encryptedkey: abc=\n`);
  });
});

describe("npm run platform", () => {
  it("has a verb of its own name behind each line of its help", () => {
    for (const { name, load } of verbs) expect(load().name).to.equal(name);
  });

  it("takes whole numbers only", () => {
    const settings = (values: Record<string, string>) => runSettings({ values, positionals: [], json: false });
    expect(settings({})).to.deep.equal({ concurrency: 4, tolerate: undefined, resume: false });
    expect(settings({ concurrency: "50", tolerate: "0" })).to.include({ concurrency: 50, tolerate: 0 });
    for (const concurrency of ["0", "51", "1.5", "x", ""])
      expect(() => settings({ concurrency })).to.throw(UsageError, "use a whole number from 1 to 50");
  });
});
