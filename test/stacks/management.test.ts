import { expect } from "chai";
import type * as pulumi from "@pulumi/pulumi";
import { ConfigurationError } from "../../stacks/config/problem";
import { management } from "../../stacks/management";
import type { ManagementEnvironment } from "../../stacks/config/organization-environment";
import {
  organizationOutputsOf,
  readOrganizationOutputs,
  type OrganizationOutputValues,
} from "../../stacks/organization-outputs";
import { SystemComponent } from "../../stacks/workload/system-component";
import { errorOf, record, recordBoth, valueOf } from "../support/record";
import { loadAny, organizationYaml, valuesOf } from "./config/fixture";

const environmentOf = (yaml: string) =>
  loadAny(valuesOf("management", "management"), yaml, "management").environment as ManagementEnvironment;
const program =
  (yaml = organizationYaml) =>
  () =>
    management(environmentOf(yaml));

const towerYaml = organizationYaml
  .replace(
    "name: acme\n",
    "name: acme\n  id: o-a1b2c3d4e5\n  controlTower: { controls: { production: [AWS-GR_ENCRYPTED_VOLUMES] } }\n",
  )
  .replace("{ name: Security }", "{ name: Security, id: ou-ab12-aaaaaaaa }")
  .replace("workloads: {}", "workloads: { id: ou-ab12-bbbbbbbb }")
  .replace("{ parent: workloads,", "{ parent: workloads, id: ou-ab12-cccccccc,");

const attachments = "aws:organizations/policyAttachment:PolicyAttachment";
const policies = "aws:organizations/policy:Policy";

describe("the management stack", () => {
  it("makes the organisation, its units and every account but its own", async () => {
    for (const { ofType } of await recordBoth(program())) {
      expect(ofType("aws:organizations/organization:Organization")).to.have.length(1);
      const names = ofType("aws:organizations/account:Account").map(({ inputs }) => inputs["name"]);
      expect(names).to.deep.equal(["acme-audit", "acme-dev", "acme-prod"]);
      expect(ofType("aws:organizations/organizationalUnit:OrganizationalUnit")).to.have.length(3);
    }
  });

  it("attaches the guardrails to the units below the root, never to the root or the management account", async () => {
    const { ofType } = await record(program());
    const targets = new Set(ofType(attachments).map(({ inputs }) => inputs["targetId"]));
    expect([...targets]).to.have.members(["organization-unit-security-id", "organization-unit-workloads-id"]);
  });

  it("makes no policy, delegation or root access before there is an organisation that takes them", async () => {
    const { one } = await record(program());
    const { urn } = one("aws:organizations/organization:Organization");
    for (const component of ["Guardrails", "DelegatedAdministration", "CentralRootAccess"])
      expect(one(`platform:organization:${component}`).dependsOn, component).to.include(urn);
  });

  it("excepts the roles that set the guardrails up, and the regions that accounts use", async () => {
    const { ofType } = await record(program());
    const text = ofType(policies)
      .map(({ inputs }) => inputs["content"] as string)
      .join("");
    for (const role of ["OrganizationAccountAccessRole", "PlatformDeployment", "Deployment"])
      expect(text).to.contain(`"arn:*:iam::*:role/${role}"`);
    expect(text).to.contain('"aws:RequestedRegion":["eu-west-1","us-east-1"]');
  });

  it("takes the root users of member accounts into its own hands, once IAM may", async () => {
    const { one } = await record(program());
    const { inputs } = one("aws:iam/organizationsFeatures:OrganizationsFeatures");
    expect(inputs["enabledFeatures"]).to.deep.equal(["RootCredentialsManagement", "RootSessions"]);
  });

  it("lets the audit account administer, in every region that is used", async () => {
    const { ofType } = await record(program());
    const admins = ofType("aws:guardduty/organizationAdminAccount:OrganizationAdminAccount");
    expect(admins.map(({ provider }) => provider!.split("::")[3])).to.deep.equal([
      "management-eu-west-1",
      "management-us-east-1",
    ]);
    for (const { inputs } of admins) expect(inputs["adminAccountId"]).to.equal("organization-account-audit-id");
  });

  it("switches GuardDuty and Security Hub on in its own account and in the audit account, before that is named", async () => {
    for (const { ofType, one } of await recordBoth(program()))
      for (const type of ["aws:guardduty/detector:Detector", "aws:securityhub/account:Account"]) {
        const made = ofType(type);
        expect(made.map(({ provider }) => provider!.split("::")[3])).to.have.members([
          "management-eu-west-1",
          "management-us-east-1",
          "management-security-eu-west-1",
          "management-security-us-east-1",
        ]);
        // AWS switches on what is missing in the account that is named, and this stack's own would be refused.
        for (const admin of [
          ...ofType("aws:guardduty/organizationAdminAccount:OrganizationAdminAccount"),
          ...ofType("aws:securityhub/organizationAdminAccount:OrganizationAdminAccount"),
        ])
          expect([
            ...admin.dependsOn,
            ...one("platform:organization:DelegatedAdministration").dependsOn,
          ]).to.include.members(made.map(({ urn }) => urn));
      }
  });

  it("enters the audit account by the role that AWS made in it, or the one that its stacks are deployed with", async () => {
    const providers = async (yaml?: string) => {
      const { ofType } = await record(program(yaml));
      return ofType("pulumi:providers:aws")
        .filter(({ name }) => name.startsWith("management-security-"))
        .map(({ inputs }) => ({
          region: inputs["region"],
          allowedAccountIds: JSON.parse(inputs["allowedAccountIds"] as string) as unknown,
          assumeRoles: JSON.parse(inputs["assumeRoles"] as string) as unknown,
        }));
    };
    const sessionName = "platform-management";
    const id = "organization-account-audit-id";
    expect(await providers()).to.deep.equal(
      ["eu-west-1", "us-east-1"].map((region) => ({
        region,
        allowedAccountIds: [id],
        assumeRoles: [{ roleArn: `arn:aws:iam::${id}:role/OrganizationAccountAccessRole`, sessionName }],
      })),
    );
    // Where the organisation is there, as after an import, the provider waits for no account: the engine refuses that with --target.
    const imported = organizationYaml.replace("name: acme\n", "name: acme\n  id: o-a1b2c3d4e5\n");
    expect((await providers(imported)).map(({ allowedAccountIds }) => allowedAccountIds)).to.deep.equal(
      Array(2).fill(["555566667777"]),
    );
    const named = organizationYaml.replace("role: security,", "role: security, deployRole: Deploying,");
    const tower = "555566667777";
    for (const [yaml, account, role] of [
      [named, id, "Deploying"],
      [towerYaml, tower, "AWSControlTowerExecution"],
    ] as const)
      expect((await providers(yaml))[0]!.assumeRoles).to.deep.equal([
        { roleArn: `arn:aws:iam::${account}:role/${role}`, sessionName },
      ]);
  });

  it("makes a budget of each account that has one, which its owner hears of", async () => {
    const { one } = await record(program());
    const { name, costFilters, notifications } = one("aws:budgets/budget:Budget").inputs;
    expect({ name, costFilters }).to.deep.equal({
      name: "acme-dev",
      costFilters: [{ name: "LinkedAccount", values: ["organization-account-dev-id"] }],
    });
    expect((notifications as { subscriberEmailAddresses: string[] }[])[0]!.subscriberEmailAddresses).to.deep.equal([
      "data@acme.io",
      "platform@acme.io",
    ]);
  });

  it("tells other stacks what it made, in a form that they check", async () => {
    const { result } = await record(program());
    expect(result).to.deep.include({ accountId: "444455556666", region: "eu-west-1" });
    const told = await valueOf(result["organization"] as pulumi.Input<OrganizationOutputValues>);
    expect(readOrganizationOutputs({ ...told, organizationId: "o-a1b2c3d4e5" }, "management")).to.deep.equal({
      version: 1,
      organizationId: "o-a1b2c3d4e5",
      managementAccountId: "444455556666",
      securityAccountId: "organization-account-audit-id",
      logArchiveAccountId: "organization-account-audit-id",
      controlTower: false,
      regions: ["eu-west-1", "us-east-1"],
      units: {
        security: "organization-unit-security-id",
        workloads: "organization-unit-workloads-id",
        production: "organization-unit-production-id",
      },
      accounts: {
        management: "444455556666",
        audit: "organization-account-audit-id",
        dev: "organization-account-dev-id",
        prod: "organization-account-prod-id",
      },
      detectors: {
        "eu-west-1": "detection-security-eu-west-1-detector-id",
        "us-east-1": "detection-security-us-east-1-detector-id",
      },
    });
  });
});

describe("the management stack under a Control Tower", () => {
  it("makes nothing that Control Tower has made", async () => {
    const { ofType, all } = await record(program(towerYaml));
    for (const type of [
      "aws:organizations/organization:Organization",
      "aws:organizations/organizationalUnit:OrganizationalUnit",
      "aws:organizations/account:Account",
      "aws:cloudtrail/organizationDelegatedAdminAccount:OrganizationDelegatedAdminAccount",
    ])
      expect(ofType(type), type).to.deep.equal([]);
    const delegated = ofType("aws:organizations/delegatedAdministrator:DelegatedAdministrator");
    expect(delegated.map(({ inputs }) => inputs)).to.deep.equal([
      { accountId: "555566667777", servicePrincipal: "access-analyzer.amazonaws.com" },
    ]);
    const access = ofType("aws:organizations/awsServiceAccess:AwsServiceAccess");
    expect(access.map(({ inputs }) => inputs["servicePrincipal"])).to.deep.equal([
      "access-analyzer.amazonaws.com",
      "guardduty.amazonaws.com",
      "iam.amazonaws.com",
      "securityhub.amazonaws.com",
    ]);
    expect(all.some(({ type }) => type.startsWith("aws:controltower/landingZone"))).to.equal(false);
  });

  it("leaves out the guardrails that its mandatory controls are, and keeps to the places that are free", async () => {
    const { ofType } = await record(program(towerYaml));
    const text = ofType(policies)
      .map(({ inputs }) => inputs["content"] as string)
      .join("");
    for (const left of ['"AuditServices"', '"Regions"']) expect(text).to.not.contain(left);
    for (const kept of ['"LeaveOrganization"', '"RootUser"', '"IamUsers"', '"GuardrailRoles"'])
      expect(text).to.contain(kept);
    expect(text).to.contain("arn:*:iam::*:role/AWSControlTowerExecution");
    const perUnit = ofType(attachments).filter(({ inputs }) => inputs["targetId"] === "ou-ab12-aaaaaaaa");
    expect(perUnit.length).to.be.within(1, 2);
    const crowded = towerYaml.replace("controlTower: {", "controlTower: { attachedPolicies: 4,");
    expect((await errorOf(program(crowded))).message).to.contain("room for 0 beside FullAWSAccess and 4 of others");
  });

  it("enables controls on its units", async () => {
    const { one } = await record(program(towerYaml));
    expect(one("aws:controltower/controlTowerControl:ControlTowerControl").inputs["targetIdentifier"]).to.equal(
      "arn:aws:organizations::444455556666:ou/o-a1b2c3d4e5/ou-ab12-cccccccc",
    );
  });
});

describe("what the management stack tells", () => {
  const read = (organization: unknown) => async () => {
    const outputs = (type: string) =>
      type === "pulumi:pulumi:StackReference" ? { outputs: { organization }, secretOutputNames: [] } : undefined;
    let found: unknown;
    await record(
      async () => {
        const parent = new SystemComponent("test", {}, {});
        found = await valueOf(organizationOutputsOf(parent));
      },
      { outputs },
    );
    return found;
  };
  const told = {
    version: 1,
    organizationId: "o-a1b2c3d4e5",
    managementAccountId: "1",
    securityAccountId: "2",
    logArchiveAccountId: "2",
    controlTower: false,
    regions: [],
    units: {},
    accounts: {},
    detectors: {},
  };

  it("reaches another stack whole, with fields that came later left out", async () => {
    expect(await read({ ...told, later: 1 })()).to.deep.equal(told);
    // What was told before there were detectors is still read, by stacks that need none.
    expect(await read({ ...told, detectors: undefined })()).to.deep.equal(told);
  });

  it("is refused where it is of another version, or not there, in words that say what to do", async () => {
    for (const [value, message] of [
      [{ ...told, version: 2 }, "organization.version is 2; this code reads version 1"],
      [undefined, "organization is missing; deploy that stack first"],
      [{ ...told, organizationId: "x" }, "organization.organizationId"],
    ] as const) {
      const error = (await read(value)().catch((reason: unknown) => reason)) as Error;
      expect(error).to.be.instanceOf(ConfigurationError);
      expect(error.message).to.contain(message);
    }
  });
});
