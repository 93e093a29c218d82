import { expect } from "chai";
import { guardrailNames } from "../../../components/organization/scp-presets";
import type { OrganizationEnvironment } from "../../../stacks/config/organization-environment";
import { loadAny, organizationYaml, problemsOf, valuesOf } from "./fixture";

const environmentOf = (kind: string, account: string, yaml = organizationYaml) =>
  loadAny(valuesOf(kind, account), yaml, kind).environment as OrganizationEnvironment;
const problems = (kind: string, account: string, yaml: string, more = {}) =>
  problemsOf(valuesOf(kind, account, more), yaml, kind);
const management = (from: string, to: string) => {
  expect(organizationYaml).to.contain(from);
  return problems("management", "management", organizationYaml.replace(from, to));
};

describe("a baseline's role of an authorizer elsewhere", () => {
  const given = (account: string) => ({
    "platform:authorizerRole": JSON.stringify({ account, role: "authorizer-permissions" }),
  });
  const of = (account: string) => problems("baseline", "dev", organizationYaml, given(account));

  it("is in another account of the organisation", () => {
    const { environment } = loadAny(valuesOf("baseline", "dev", given("audit")), organizationYaml, "baseline-dev");
    expect(environment).to.deep.include({ authorizerRole: { account: "audit", role: "authorizer-permissions" } });
    expect(of("dev").map(({ path, fix }) => [path, fix])).to.deep.equal([
      ["platform:authorizerRole.account", "leave it out: a workload needs no role in its own account"],
    ]);
    expect(of("nobody").map(({ path, fix }) => [path, fix])).to.deep.equal([
      ["platform:authorizerRole.account", "use another account: management, audit, prod"],
    ]);
  });
});

describe("the organisation's configuration", () => {
  it("gives a central stack the units, the accounts, and what each is for", () => {
    const { structure, kind, name, account } = environmentOf("management", "management");
    expect({ kind, name, account: account.name }).to.deep.equal({
      kind: "management",
      name: "management",
      account: "management",
    });
    expect(structure.accounts.map((each) => each.name)).to.deep.equal(["management", "audit", "dev", "prod"]);
    expect(structure.managementAccount.name).to.equal("management");
    expect(structure.securityAccount.name).to.equal("audit");
    expect(structure.logArchiveAccount.name).to.equal("audit");
    expect(structure.accounts[2]).to.deep.include({
      ownerEmail: "data@acme.io",
      unit: "workloads",
      budget: { amountUsd: 100, thresholds: [50, 80, 100] },
    });
    expect(structure.regions).to.deep.equal(["eu-west-1", "us-east-1"]);
    expect(structure.accountRole).to.equal("OrganizationAccountAccessRole");
    expect(structure.deployment).to.deep.equal({ roleName: "PlatformDeployment" });
  });

  it("gives units below the root every guardrail, and the ones inside what they name", () => {
    const { units } = environmentOf("management", "management").structure;
    expect(units.map(({ key, name, guardrails }) => [key, name, guardrails])).to.deep.equal([
      ["security", "Security", [...guardrailNames]],
      ["workloads", "workloads", [...guardrailNames]],
      ["production", "Production", []],
    ]);
    const yaml = organizationYaml
      .replace(
        "production: { parent: workloads,",
        "aaa: { parent: production, guardrails: [regions] }, production: { parent: workloads,",
      )
      .replace("{ name: Security }", "{ name: Security, guardrails: [root-user] }");
    const [security, , , inner] = environmentOf("management", "management", yaml).structure.units;
    expect([security!.guardrails, inner!.key, inner!.guardrails]).to.deep.equal([["root-user"], "aaa", ["regions"]]);
  });

  it("keeps logs in an account of their own where there is one", () => {
    const yaml = organizationYaml.replace(
      "  dev:",
      `  logs: { id: "666677778888", email: aws+logs@acme.io, role: log-archive, unit: security }\n  dev:`,
    );
    expect(environmentOf("security", "audit", yaml).structure.logArchiveAccount.name).to.equal("logs");
  });

  it("keeps accounts of this machine and real ones apart", () => {
    const yaml = organizationYaml.replace(
      "  dev:",
      `  here: { id: "123456789012", email: here@example.org, local: true }\n  dev:`,
    );
    const { structure } = environmentOf("management", "management", yaml);
    expect(structure.accounts.map(({ name }) => name)).to.not.include("here");
    expect(problems("baseline", "here", yaml).map(({ path }) => path)).to.include("accounts.management");
  });

  it("refuses names that nothing has, with the one that was meant", () => {
    expect(management("parent: workloads", "parent: worklods")[0]).to.deep.include({
      path: "organization.units.production.parent",
      fix: "did you mean workloads? use a key of organization.units in platform.config.yaml: security, workloads, production",
    });
    expect(management("unit: production", "unit: producton")[0]).to.deep.include({ path: "accounts.prod.unit" });
    expect(management("owner: data", "owner: dat")[0]!.fix).to.contain("did you mean data?");
    const [guardrail] = management("{ name: Security }", "{ guardrails: [root-usr] }");
    expect(guardrail!.path).to.equal("organization.units.security.guardrails[0]");
    expect(guardrail!.fix).to.contain("leave-organization, root-user");
  });

  it("refuses units that lie in themselves, or too deep", () => {
    expect(management("workloads: {}", "workloads: { parent: production }").map(({ path }) => path)).to.deep.equal([
      "organization.units.workloads.parent",
      "organization.units.production.parent",
    ]);
    const units = (depth: number) =>
      ["a", "b", "c", "d", "e", "f"]
        .slice(0, depth)
        .map((key, index, all) => `${key}: { ${index ? `parent: ${all[index - 1]}` : ""} }`);
    const deep = (depth: number) =>
      organizationYaml.replace("workloads: {},", `workloads: {}, ${units(depth).join(", ")},`);
    expect(environmentOf("management", "management", deep(5)).structure.units).to.have.length(8);
    expect(problems("management", "management", deep(6))[0]).to.deep.include({ path: "organization.units.f.parent" });
  });

  it("refuses a unit for the management account, and none for another", () => {
    expect(management("role: management,", "role: management, unit: security,")[0]!.path).to.equal(
      "accounts.management.unit",
    );
    expect(management("unit: production,", "")[0]).to.deep.include({ path: "accounts.prod.unit", value: undefined });
  });

  it("wants each central role once, and its stack in its account", () => {
    expect(management("role: security", "role: management").map(({ path }) => path)).to.include.members([
      "accounts.audit.role",
      "accounts.security",
    ]);
    expect(problems("security", "dev", organizationYaml)[0]).to.deep.include({
      path: "platform:account",
      fix: "its role is workload; a security stack goes to the account with role security: audit",
    });
    expect(environmentOf("baseline", "dev").account.name).to.equal("dev");
  });

  it("refuses two accounts with one address, however it is written", () => {
    expect(management("aws+prod@acme.io", "AWS+dev@acme.io")[0]).to.deep.include({
      path: "accounts.prod.email",
      fix: "AWS takes an address once; dev has this one too",
    });
  });

  it("refuses what would lose accounts, or lets nothing be held", () => {
    expect(problems("management", "management", organizationYaml, { "platform:removal": "destroy" })[0]!.path).to.equal(
      "platform:removal",
    );
    expect(management("name: acme", "name: acme\n  featureSet: CONSOLIDATED_BILLING")[0]!.path).to.equal(
      "organization.featureSet",
    );
    expect(management("name: acme", "name: acme\n  regions: [eu-central-1]").map(({ path }) => path)).to.include(
      "accounts.dev.region",
    );
  });

  it("wants the ids of what a Control Tower has made", () => {
    const tower = "name: acme\n  controlTower: { controls: { prodution: [AWS-GR_ENCRYPTED_VOLUMES] } }";
    expect(management("name: acme", tower).map(({ path }) => path)).to.deep.equal([
      "organization.units.security.id",
      "organization.units.workloads.id",
      "organization.units.production.id",
      "organization.id",
      "organization.controlTower.controls.prodution",
    ]);
  });

  it("refuses options of a workload in a central stack", () => {
    const found = problems("management", "management", organizationYaml, { "platform:systems": "{}" });
    expect(found[0]!.path).to.equal("platform:systems");
  });
});

describe("placeholders of a central stack", () => {
  const paths = (kind: string, account: string, yaml: string) =>
    loadAny(valuesOf(kind, account), yaml, kind).placeholders.map(({ path }) => path);
  const withoutIds = organizationYaml.replaceAll(/"[2-5]\d{11}"/g, '"000000000000"');

  it("are the addresses of accounts to be made, but not their ids", () => {
    const yaml = withoutIds.replace("aws+prod@acme.io", "aws+prod@example.org");
    expect(paths("management", "management", yaml)).to.deep.equal(["accounts.management.id", "accounts.prod.email"]);
  });

  it("are the ids of the central accounts elsewhere", () => {
    expect(paths("baseline", "dev", withoutIds)).to.deep.equal(["accounts.management.id", "accounts.audit.id"]);
    expect(paths("security", "audit", withoutIds)).to.deep.equal(["accounts.audit.id", "accounts.management.id"]);
  });
});
