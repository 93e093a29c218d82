import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { writeAccountsRepository } from "../../../sandbox/accounts/repository";
import { loadConfiguration, repositoryRoot } from "../../../stacks/config";
import { readStackFile } from "../../../stacks/config/stack-values";
import { stackList } from "../../../tools/platform/stack-list";

describe("the configuration of a sandbox with several accounts", () => {
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "platform-accounts-"));
    writeAccountsRepository({ root: repositoryRoot, folder });
  });
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  /** What is known once the security stack has made the zone. */
  const domains = { main: { zoneId: "Z0123456789ABCDEFGHIJ" } };

  const load = (stack: string) =>
    loadConfiguration({ stack, values: readStackFile(folder, stack).values, root: folder });

  it("is the platform's own, in the orchestrator's order, with an account of its own for each", () => {
    expect(stackList(folder).map(({ name, account }) => [name, account.name])).to.deep.equal([
      ["management", "management"],
      ["security", "security"],
      ["baseline-dev", "dev"],
      ["baseline-prod", "prod"],
      ["baseline-management", "management"],
      ["baseline-security", "security"],
      ["dev", "dev"],
      ["prod", "prod"],
    ]);
    const ids = stackList(folder).map(({ account }) => account.id);
    expect(new Set(ids).size).to.equal(4);
  });

  it("leaves nothing to fill in, and says what is not overlaid as the platform does", () => {
    const names = stackList(folder).map(({ name }) => name);
    const afterZone = ["dev", "prod"];
    for (const name of names.filter((each) => !afterZone.includes(each)))
      expect(load(name).placeholders, name).to.deep.equal([]);
    for (const name of afterZone) expect(() => load(name), name).to.throw("domains.main.zoneId is missing");
    writeAccountsRepository({ root: repositoryRoot, folder, domains });
    for (const name of names) expect(load(name).placeholders, name).to.deep.equal([]);
    const values = readStackFile(folder, "dev").values;
    const own = readStackFile(repositoryRoot, "dev").values;
    expect(values["platform:logRetentionDays"]).to.equal(own["platform:logRetentionDays"]);
    expect(values["platform:systems"]).not.to.equal(own["platform:systems"]);
  });

  it("is reached by roles, from the management account", () => {
    const roles = Object.fromEntries(stackList(folder).map(({ account }) => [account.name, account.deployRole]));
    expect(roles).to.deep.equal({
      management: undefined,
      security: "OrganizationAccountAccessRole",
      dev: "OrganizationAccountAccessRole",
      prod: "OrganizationAccountAccessRole",
    });
  });

  it("gets the pool that the environments trust, and keeps the salt of secrets", () => {
    const file = path.join(folder, "Pulumi.dev.yaml");
    fs.appendFileSync(file, "encryptionsalt: v1:salt\n");
    const pool = { account: "security", region: "us-east-1", userPoolId: "us-east-1_AbCdEfGhI", clientIds: ["c"] };
    writeAccountsRepository({
      root: repositoryRoot,
      folder,
      domains,
      workloads: { "platform:trustedUserPools": [pool] },
    });
    expect(load("dev").environment).to.deep.include({ trustedUserPools: [pool] });
    expect(fs.readFileSync(file, "utf8")).to.match(/^encryptionsalt: "v1:salt"$/m);
    expect(fs.readFileSync(path.join(folder, "Pulumi.security.yaml"), "utf8")).not.to.contain("trustedUserPools");
  });
});
