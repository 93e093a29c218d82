import { expect } from "chai";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { PassThrough } from "node:stream";
import { initCommand } from "../../../tools/init/init-command";
import { contentOf, remaining } from "../../../tools/init/initialize";
import { editYaml } from "../../../tools/init/edit-yaml";
import { questions } from "../../../tools/init/questions";

const shipped = readFileSync(path.resolve(__dirname, "../../fixtures/init/platform.config.yaml"), "utf8");

describe("npm run init", () => {
  let root: string;
  const file = () => path.join(root, "platform.config.yaml");
  const text = () => readFileSync(file(), "utf8");
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "platform-init-"));
    writeFileSync(file(), shipped);
  });
  afterEach(() => rmSync(root, { recursive: true }));

  /** Runs the command; `lines` are typed on a terminal, where given. */
  async function init(args: string[], lines?: string[]) {
    const [input, output, error] = [new PassThrough(), new PassThrough(), new PassThrough()];
    if (lines) input.end(lines.map((line) => `${line}\n`).join(""));
    const terminal = Object.assign(input, { isTTY: lines !== undefined });
    const code = await initCommand(args, { root, input: terminal, output, error });
    return { code, output: String(output.read() ?? ""), error: String(error.read() ?? "") };
  }
  const set = (...pairs: string[]) => ["--yes", ...pairs.flatMap((pair) => ["--set", pair])];

  it("writes the given values and nothing else, to the byte", async () => {
    const { code, output } = await init(
      set("accounts.dev.id=111122223333", "addresses.alarms.critical=a@acme.io,b@acme.io"),
    );
    expect(code).to.equal(0);
    const expected = shipped
      .replace('"000000000000" # of dev', '"111122223333" # of dev')
      .replace("[on-call@example.org]", "[a@acme.io, b@acme.io]");
    expect(expected).to.not.equal(shipped);
    expect(text()).to.equal(expected);
    expect(output).to.contain("accounts.prod.id").and.to.not.contain("accounts.dev.id");
  });

  it("refuses what is not allowed, and writes nothing", async () => {
    for (const [pair, message] of [
      ["accounts.dev.id=12", `accounts.dev.id is "12"; use 12 digits`],
      ["accounts.dev.id=000000000000", "placeholder"],
      ["owners.platform=me@example.com", "example"],
      ["accounts.dev.regoin=eu-west-1", "is not a key of platform.config.yaml"],
      ["accounts.dev.concurrencyLimit=many", "use a number"],
      ["accounts.dev.id", "is not KEY=VALUE"],
      ["__proto__.polluted=yes", "is not a key"],
    ]) {
      const { code, error } = await init(set(pair!));
      expect(code, pair).to.equal(1);
      expect(error, pair).to.contain(message);
      expect(text(), pair).to.equal(shipped);
    }
  });

  it("keeps what somebody has filled in, unless it is forced", async () => {
    await init(set("accounts.dev.id=111122223333"));
    const again = await init(set("accounts.dev.id=444455556666"));
    expect(again.code).to.equal(1);
    expect(again.error).to.contain("accounts.dev.id: 111122223333 → 444455556666");
    expect((await init(set("accounts.dev.id=111122223333"))).code).to.equal(0);
    expect((await init([...set("accounts.dev.id=444455556666"), "--force"])).code).to.equal(0);
    expect(contentOf(text()).accounts["dev"]!.id).to.equal("444455556666");
  });

  it("takes a value with the quotes of the file, and tells what it was given where it is wrong", async () => {
    expect((await init(set('accounts.dev.id="111122223333"'))).code).to.equal(0);
    expect(contentOf(text()).accounts["dev"]!.id).to.equal("111122223333");
    const { code, error } = await init(set("accounts.test.id=12"));
    expect(code).to.equal(1);
    expect(error).to.equal('accounts.test.id is "12"; use 12 digits\n');
    expect((await init(set("accounts.test.concurrencyLimit=ten"))).error).to.equal(
      'accounts.test.concurrencyLimit is "ten"; use a number\n',
    );
  });

  it("explains each value by its own words", () => {
    const of = Object.fromEntries(questions(contentOf(shipped)).map((each) => [each.path.join("."), each.explanation]));
    expect(of["accounts.dev.region"]).to.equal("Where the account's workload runs.");
    expect(of["accounts.dev.concurrencyLimit"]).to.contain("Concurrent Lambda executions");
  });

  it("refuses one id for two accounts", async () => {
    const { code, error } = await init(set("accounts.dev.id=111122223333", "accounts.prod.id=111122223333"));
    expect(code).to.equal(1);
    expect(error).to.contain("each account has its own id");
    expect(text()).to.equal(shipped);
  });

  it("adds an account that is not there yet, and keeps every comment", async () => {
    const { code } = await init(set("accounts.stage.id=777788889999", "accounts.stage.email=aws+stage@acme.io"));
    expect(code).to.equal(0);
    expect(contentOf(text()).accounts["stage"]).to.include({ id: "777788889999", region: "us-east-1" });
    for (const comment of shipped.match(/#.*/g)!) expect(text()).to.contain(comment);
  });

  it("asks for each value, keeps the default on Enter, and asks again for what is wrong", async () => {
    const lines = ["acme", "platform@acme.io", "not an address", "on-call@acme.io", "", ""];
    const rest = [
      "111122223333",
      "aws+dev@acme.io",
      "eu-west-1",
      "",
      "111122223333",
      "222233334444",
      "",
      "",
      "",
      "",
      "",
      "",
    ];
    const { code, output, error } = await init([], [...lines, ...rest]);
    expect(code, error).to.equal(0);
    const content = contentOf(text());
    expect(content.organization.name).to.equal("acme");
    expect(content.addresses.alarms.critical).to.deep.equal(["on-call@acme.io"]);
    expect(content.accounts["dev"]).to.include({ id: "111122223333", region: "eu-west-1", concurrencyLimit: 1000 });
    expect(content.accounts["prod"]!.id).to.equal("222233334444");
    expect(output).to.contain("use an e-mail address");
    expect(output).to.contain("each account has its own id; dev has this one too");
    expect(output).to.not.contain("accounts.sandbox.id [");
    expect(remaining(content)).to.include("domains.main.zoneId").and.to.not.include("accounts.dev.id");
  });

  it("writes nothing where the terminal is closed in the middle", async () => {
    const { code, error } = await init([], ["acme", "platform@acme.io"]);
    expect(code).to.equal(1);
    expect(error).to.contain("nothing was written");
    expect(text()).to.equal(shipped);
  });

  it("does not wait for a terminal that is not there", async () => {
    const { code, error } = await init([]);
    expect(code).to.equal(2);
    expect(error).to.contain("--yes");
  });

  it("explains itself, and refuses an unknown option", async () => {
    expect((await init(["--help"])).output).to.contain("usage: npm run init");
    expect((await init(["--froce"])).code).to.equal(2);
  });

  it("leaves a file alone that is no configuration", async () => {
    writeFileSync(file(), "accounts: [");
    const { code } = await init(set("accounts.dev.id=111122223333"));
    expect(code).to.equal(1);
    expect(text()).to.equal("accounts: [");
  });
});

describe("editYaml", () => {
  it("quotes what would read as something else", () => {
    const edited = editYaml("a: 1 # one\nb: [x]\nc: old\n", [
      { path: ["a"], value: "007" },
      { path: ["b"], value: ["x, y", "true", "z"] },
      { path: ["c"], value: "a: b # c" },
    ]);
    expect(edited).to.equal('a: "007" # one\nb: ["x, y", "true", z]\nc: "a: b # c"\n');
  });

  it("replaces a list in block style too", () => {
    const edited = editYaml("list:\n  - a\n  - b\n# after\nnext: 1\n", [{ path: ["list"], value: ["c"] }]);
    expect(edited).to.match(/^list:\n {2}\[c\]\n# after\nnext: 1\n$/);
  });
});
