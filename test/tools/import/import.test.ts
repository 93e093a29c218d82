import {
  DescribeOrganizationCommand,
  ListAccountsForParentCommand,
  ListAWSServiceAccessForOrganizationCommand,
  ListOrganizationalUnitsForParentCommand,
  ListRootsCommand,
  OrganizationsClient,
} from "@aws-sdk/client-organizations";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { mockClient } from "aws-sdk-client-mock";
import { expect } from "chai";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { PassThrough } from "node:stream";
import { parse } from "yaml";
import { importCommand } from "../../../tools/import/import-command";
import { shortNameOf } from "../../../tools/import/match-organization";
import { contentOf } from "../../../tools/init/initialize";
import { unfilledConfiguration } from "../../support/unfilled-repository";

const organizations = new OrganizationsClient({ region: "us-east-1" });
const sts = new STSClient({ region: "us-east-1" });
const organizationsMock = mockClient(organizations);
const stsMock = mockClient(sts);

const account = (Id: string, Name: string, Email: string, more = {}) => ({
  Id,
  Name,
  Email,
  State: "ACTIVE" as const,
  ...more,
});

/** An organisation with two units, one in the other, over two pages of accounts. */
function answer(caller = "444455556666"): void {
  organizationsMock.reset();
  stsMock.reset();
  stsMock.on(GetCallerIdentityCommand).resolves({ Account: caller });
  organizationsMock.on(DescribeOrganizationCommand).resolves({
    Organization: { Id: "o-a1b2c3d4e5", MasterAccountId: "444455556666", FeatureSet: "ALL" },
  });
  organizationsMock.on(ListRootsCommand).resolves({
    Roots: [
      {
        Id: "r-ab12",
        PolicyTypes: [
          { Type: "TAG_POLICY", Status: "ENABLED" },
          { Type: "SERVICE_CONTROL_POLICY", Status: "ENABLED" },
          { Type: "BACKUP_POLICY", Status: "PENDING_DISABLE" },
        ],
      },
    ],
  });
  organizationsMock.on(ListAWSServiceAccessForOrganizationCommand).resolves({
    EnabledServicePrincipals: [{ ServicePrincipal: "ram.amazonaws.com" }, { ServicePrincipal: "config.amazonaws.com" }],
  });
  organizationsMock.on(ListOrganizationalUnitsForParentCommand).resolves({ OrganizationalUnits: [] });
  organizationsMock
    .on(ListOrganizationalUnitsForParentCommand, { ParentId: "r-ab12" })
    .resolves({ OrganizationalUnits: [{ Id: "ou-ab12-aaaaaaaa", Name: "Workloads (all)" }] });
  organizationsMock
    .on(ListOrganizationalUnitsForParentCommand, { ParentId: "ou-ab12-aaaaaaaa" })
    .resolves({ OrganizationalUnits: [{ Id: "ou-ab12-bbbbbbbb", Name: "Production" }] });
  organizationsMock.on(ListAccountsForParentCommand).resolves({ Accounts: [] });
  organizationsMock
    .on(ListAccountsForParentCommand, { ParentId: "r-ab12" })
    .resolves({ Accounts: [account("444455556666", "Acme", "root@acme.io")], NextToken: "more" });
  organizationsMock
    .on(ListAccountsForParentCommand, { ParentId: "r-ab12", NextToken: "more" })
    .resolves({ Accounts: [account("777788889999", "Old", "old@acme.io", { State: "SUSPENDED" })] });
  organizationsMock.on(ListAccountsForParentCommand, { ParentId: "ou-ab12-bbbbbbbb" }).resolves({
    Accounts: [
      account("222233334444", "example-prod", "aws+prod@acme.io"),
      account("333344445555", "Data Lake 2", "lake@acme.io"),
    ],
  });
}

describe("npm run import", () => {
  let root: string;
  const file = () => path.join(root, "platform.config.yaml");
  const text = () => readFileSync(file(), "utf8");
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "platform-import-"));
    writeFileSync(
      file(),
      unfilledConfiguration.replace("unit: production", "unit: other").replace("    production:\n", "    other:\n"),
    );
    answer();
  });
  afterEach(() => rmSync(root, { recursive: true }));

  async function run(...args: string[]) {
    const [output, error] = [new PassThrough(), new PassThrough()];
    const code = await importCommand(args, { root, output, error, clients: () => ({ organizations, sts }) });
    return { code, output: String(output.read() ?? ""), error: String(error.read() ?? "") };
  }

  it("writes the organisation, its units and its accounts, and keeps every comment", async () => {
    const { code, error, output } = await run("--force");
    expect(error).to.equal("");
    expect(code).to.equal(0);
    const content = contentOf(text());
    expect(content.organization).to.deep.include({
      id: "o-a1b2c3d4e5",
      serviceAccess: ["ram.amazonaws.com"],
      policyTypes: ["TAG_POLICY"],
    });
    expect(content.organization.units).to.deep.include({
      "workloads-all": { name: "Workloads (all)" },
      production: { name: "Production", parent: "workloads-all" },
    });
    expect(content.accounts["management"]).to.include({
      id: "444455556666",
      email: "root@acme.io",
      role: "management",
    });
    expect(content.accounts["prod"]).to.include({ id: "222233334444", email: "aws+prod@acme.io", unit: "production" });
    expect(content.accounts["prod"]).to.not.have.property("awsName");
    expect(content.accounts["data-lake-2"]).to.include({
      awsName: "Data Lake 2",
      unit: "production",
      role: "workload",
    });
    // What AWS does not have yet stays, to be made.
    expect(content.accounts["dev"]).to.include({ id: "000000000000" });
    for (const comment of unfilledConfiguration.match(/#.*/g)!) expect(text()).to.contain(comment);
    expect(output).to.contain("o-a1b2c3d4e5: 2 units, 3 accounts; closed and left out: Old");
    expect(output).to.contain("  accounts.prod.id: 222233334444");
  });

  it("writes what pulumi import reads, under the names that the management stack uses", async () => {
    await run("--force", "--resources", "found.json");
    const { nameTable, resources } = JSON.parse(readFileSync(path.join(root, "found.json"), "utf8")) as {
      nameTable: object;
      resources: {
        type: string;
        name: string;
        logicalName?: string;
        id?: string;
        parent?: string;
        provider?: string;
      }[];
    };
    expect(nameTable).to.deep.equal({
      management: "urn:pulumi:management::platform::pulumi:providers:aws::management-us-east-1",
    });
    const custom = resources.filter(({ id }) => id !== undefined);
    expect(custom.map(({ type, name, id }) => [type.split(":")[2], name, id])).to.deep.equal([
      ["Organization", "organization-organization", "o-a1b2c3d4e5"],
      ["OrganizationalUnit", "organization-unit-workloads-all", "ou-ab12-aaaaaaaa"],
      ["OrganizationalUnit", "organization-unit-production", "ou-ab12-bbbbbbbb"],
      ["Account", "organization-account-prod", "222233334444"],
      ["Account", "organization-account-data-lake-2", "333344445555"],
    ]);
    for (const { parent, provider } of custom)
      expect({ parent, provider }).to.deep.equal({ parent: "organization-component", provider: "management" });
    const [system, component] = resources;
    expect(system).to.include({ type: "platform:stacks:System", logicalName: "organization" });
    expect(component).to.include({
      type: "platform:organization:Organization",
      logicalName: "organization",
      parent: "system",
    });
  });

  it("changes nothing when it is run again", async () => {
    await run("--force");
    const once = text();
    const { code, output } = await run();
    expect(code).to.equal(0);
    expect(output).to.contain("says all of it already");
    expect(text()).to.equal(once);
  });

  it("shows what it would write, and writes nothing, with --dry-run", async () => {
    const before = text();
    const { code, output } = await run("--dry-run", "--force");
    expect(code).to.equal(0);
    expect(output).to.contain("  organization.id: o-a1b2c3d4e5").and.to.contain("Nothing is written.");
    expect(text()).to.equal(before);
    expect(existsSync(path.join(root, "pulumi-import.json"))).to.equal(false);
  });

  it("keeps what is filled in already, unless it is forced", async () => {
    writeFileSync(file(), text().replace("email: aws+prod@example.org", "email: real@acme.io"));
    const before = text();
    const { code, error } = await run();
    expect(code).to.equal(1);
    expect(error).to.contain("accounts.prod.email: real@acme.io → aws+prod@acme.io").and.to.contain("--force");
    expect(text()).to.equal(before);
  });

  it("finds an account again by its id, whatever its name and address are now", async () => {
    const renamed = text().replace(
      '"000000000000"\n    email: aws+test@example.org',
      '"333344445555"\n    email: aws+test@example.org',
    );
    expect(renamed).to.not.equal(text());
    writeFileSync(file(), renamed);
    await run("--force");
    const { accounts } = contentOf(text());
    expect(accounts["test"]).to.include({ id: "333344445555", email: "lake@acme.io", awsName: "Data Lake 2" });
    expect(accounts).to.not.have.property("data-lake-2");
  });

  it("writes ids of units, and nothing to import, under a Control Tower", async () => {
    writeFileSync(file(), text().replace("  name: example\n", "  name: example\n  controlTower: {}\n"));
    const { code, output } = await run("--force");
    expect(code).to.equal(0);
    const units = (parse(text()) as { organization: { units: Record<string, { id?: string }> } }).organization.units;
    expect(units["production"]!.id).to.equal("ou-ab12-bbbbbbbb");
    expect(existsSync(path.join(root, "pulumi-import.json"))).to.equal(false);
    expect(output).to.contain("Control Tower keeps what it has made");
  });

  it("says what to do where AWS does not answer", async () => {
    const failing = (name: string, message = "refused") => Object.assign(new Error(message), { name });
    for (const [error, words] of [
      [failing("CredentialsProviderError"), "There are no AWS credentials. Sign in to the management account"],
      [failing("ExpiredTokenException"), "have expired"],
      [failing("InvalidClientTokenId"), "does not know these credentials"],
      [failing("Surprise", "what now"), "AWS refused to answer: what now (Surprise)"],
    ] as const) {
      stsMock.on(GetCallerIdentityCommand).rejects(error);
      const result = await run();
      expect(result.code).to.equal(1);
      expect(result.error).to.contain(words);
    }
    answer();
    organizationsMock.on(DescribeOrganizationCommand).rejects(failing("AWSOrganizationsNotInUseException"));
    expect((await run()).error).to.contain("in no organisation");
  });

  it("refuses an account that does not manage the organisation", async () => {
    answer("222233334444");
    const { code, error } = await run();
    expect(code).to.equal(1);
    expect(error).to.contain("of account 222233334444; o-a1b2c3d4e5 is managed by 444455556666");
  });

  it("explains itself, and refuses options that it does not know", async () => {
    expect((await run("--help")).output).to.contain("usage: npm run import");
    expect((await run("--endpoit", "x")).code).to.equal(2);
    expect((await run("--endpoint", "nowhere")).error).to.contain("is no address");
  });
});

describe("names of what is imported", () => {
  it("are short, lower case, and start with a letter", () => {
    for (const [name, short] of [
      ["Data Lake 2", "data-lake-2"],
      ["Élan & Co.", "e-lan-co"],
      ["123", "unnamed"],
      ["A very long name that goes on and on", "a-very-long-name-that-go"],
    ])
      expect(shortNameOf(name!), name).to.equal(short);
  });
});
