import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { UsageError } from "../../../tools/command/verb";
import { selectStacks } from "../../../tools/platform/select-stacks";
import { stackFingerprints } from "../../../tools/platform/stack-fingerprint";
import { stackList } from "../../../tools/platform/stack-list";
import { temporaryFolder } from "./support/simulated";

const root = path.resolve(__dirname, "../../..");

/** A repository with these stacks: name to its own lines of configuration. */
function repository(folder: string, stacks: Record<string, string[]>): string {
  for (const file of fs.readdirSync(folder)) fs.rmSync(path.join(folder, file), { recursive: true });
  const accounts = ["management", "security", "dev", "prod"].map(
    (name, index) => `  ${name}: { id: "${String(index + 1).repeat(12)}", region: eu-west-1 }`,
  );
  const local = `  sandbox: { id: "123456789012", local: true }`;
  fs.writeFileSync(path.join(folder, "platform.config.yaml"), ["accounts:", ...accounts, local, ""].join("\n"));
  for (const [name, lines] of Object.entries(stacks)) {
    const all = [`pulumi:disable-default-providers: ["aws"]`, ...lines].map((line) => `  ${line}`);
    fs.writeFileSync(path.join(folder, `Pulumi.${name}.yaml`), ["config:", ...all, ""].join("\n"));
  }
  return folder;
}

const kind = (name: string, account: string, ...more: string[]) => [
  `platform:kind: ${name}`,
  `platform:account: ${account}`,
  ...more,
];

describe("the stacks of a repository", () => {
  const { folder, remove } = temporaryFolder();
  after(remove);

  it("are ordered by what they need: the organisation, audit, the account's baseline, what runs in it", () => {
    const list = stackList(
      repository(folder, {
        prod: kind("workload", "prod"),
        dev: kind("workload", "dev", "platform:production: false"),
        "dev-base": kind("baseline", "dev"),
        "prod-base": kind("baseline", "prod"),
        audit: kind("security", "security"),
        org: kind("management", "management"),
        sandbox: kind("workload", "sandbox"),
      }),
    );
    expect(list.map(({ name, needs }) => [name, needs])).to.deep.equal([
      ["org", []],
      ["audit", ["org"]],
      ["dev-base", ["audit", "org"]],
      ["prod-base", ["audit", "org"]],
      ["dev", ["audit", "dev-base", "org"]],
      ["prod", ["audit", "org", "prod-base"]],
    ]);
    expect(list.filter(({ precious }) => precious).map(({ name }) => name)).to.deep.equal([
      "org",
      "audit",
      "prod-base",
      "prod",
    ]);
    expect(list.at(-1)!.account).to.deep.equal({ name: "prod", id: "444444444444", region: "eu-west-1" });
  });

  it("need nothing where there are only workloads", () => {
    const list = stackList(repository(folder, { dev: kind("workload", "dev"), prod: kind("workload", "prod") }));
    expect(list.map(({ needs }) => needs)).to.deep.equal([[], []]);
  });

  it("are refused together where a kind or an account is not known", () => {
    repository(folder, { dev: kind("worklod", "dev"), prod: kind("workload", "prd") });
    expect(() => stackList(folder))
      .to.throw()
      .with.property("message")
      .that.contains(
        'Pulumi.dev.yaml: platform:kind is "worklod"; use one of: management, security, baseline, workload',
      )
      .and.contains('Pulumi.prod.yaml: platform:account is "prd"; did you mean prod?');
  });

  it("of this repository are all but the sandbox's", () => {
    const names = stackList(root).map(({ name }) => name);
    expect(names).to.include.members(["dev", "test", "prod"]);
    expect(names).not.to.include("sandbox");
  });

  it("are chosen by name and by account, and a wrong name is told with the right one", () => {
    const list = stackList(repository(folder, { dev: kind("workload", "dev"), prod: kind("workload", "prod") }));
    const chosen = (stacks: string[], accounts: string[]) =>
      selectStacks(list, { stacks, accounts }).map(({ name }) => name);
    expect(chosen([], [])).to.deep.equal(["dev", "prod"]);
    expect(chosen(["prod"], [])).to.deep.equal(["prod"]);
    expect(chosen([], ["dev"])).to.deep.equal(["dev"]);
    expect(() => chosen(["prd"], [])).to.throw(UsageError, 'no stack "prd"; did you mean prod? there are dev, prod');
    expect(() => chosen([], ["security"])).to.throw(UsageError, 'no account with a stack "security"');
  });
});

describe("the fingerprint of a stack", () => {
  const { folder, remove } = temporaryFolder();
  after(remove);

  it("changes with its own file and with the program, not with another stack's file", () => {
    repository(folder, { dev: kind("workload", "dev"), prod: kind("workload", "prod") });
    fs.mkdirSync(path.join(folder, "stacks"));
    const write = (file: string, text: string) => fs.writeFileSync(path.join(folder, file), text);
    write("stacks/program.ts", "1");
    const of = (stack: string) => stackFingerprints(folder)(stack);
    const [dev, prod] = [of("dev"), of("prod")];
    expect(dev).not.to.equal(prod);
    write("Pulumi.prod.yaml", "config: {}");
    expect(of("dev")).to.equal(dev);
    expect(of("prod")).not.to.equal(prod);
    write("stacks/program.ts", "2");
    expect(of("dev")).not.to.equal(dev);
  });
});
