import * as aws from "@pulumi/aws";
import { expect } from "chai";
import { AccountBudget } from "../../../components/organization/account-budget";
import { ControlTowerControls } from "../../../components/organization/control-tower-controls";
import { CostAnomalies } from "../../../components/organization/cost-anomalies";
import { DelegatedAdministration } from "../../../components/organization/delegated-administration";
import { Organization, type OrganizationArgs } from "../../../components/organization/organization";
import { errorOf, record, recordBoth } from "../../support/record";

const args: OrganizationArgs = {
  organizationName: "acme",
  units: [
    { key: "workloads", name: "Workloads" },
    { key: "production", name: "Production", parent: "workloads" },
  ],
  members: [
    { name: "prod", email: "aws+prod@acme.io", unit: "production" },
    { name: "old", email: "aws+old@acme.io", awsName: "Acme (old)" },
  ],
  accountRole: "Access",
  serviceAccess: ["guardduty.amazonaws.com", "config.amazonaws.com"],
};
const provider = () => new aws.Provider("management", { region: "us-east-1", allowedAccountIds: ["111122223333"] });
const make =
  (more: Partial<OrganizationArgs> = {}) =>
  () =>
    new Organization("organization", { ...args, ...more }, { providers: [provider()] });
const accountType = "aws:organizations/account:Account";

describe("an organisation", () => {
  it("has all features, service control policies, and trusted access for the services that need it", async () => {
    const { one } = await record(make({ policyTypes: ["TAG_POLICY"] }));
    expect(one("aws:organizations/organization:Organization").inputs).to.deep.equal({
      featureSet: "ALL",
      awsServiceAccessPrincipals: ["config.amazonaws.com", "guardduty.amazonaws.com"],
      enabledPolicyTypes: ["SERVICE_CONTROL_POLICY", "TAG_POLICY"],
    });
  });

  it("has its units in each other, and its accounts in their units", async () => {
    const { one } = await record(make());
    const unit = (key: string) =>
      one("aws:organizations/organizationalUnit:OrganizationalUnit", `organization-unit-${key}`);
    expect(unit("workloads").inputs).to.deep.equal({ name: "Workloads", parentId: "r-plan" });
    expect(unit("production").inputs).to.deep.equal({ name: "Production", parentId: "organization-unit-workloads-id" });
    expect(one(accountType, "organization-account-prod").inputs).to.deep.equal({
      name: "acme-prod",
      email: "aws+prod@acme.io",
      parentId: "organization-unit-production-id",
      roleName: "Access",
      iamUserAccessToBilling: "ALLOW",
      closeOnDeletion: false,
    });
    expect(one(accountType, "organization-account-old").inputs).to.deep.include({
      name: "Acme (old)",
      parentId: "r-plan",
    });
  });

  it("is never deleted, and closes no account, whatever leaves the program", async () => {
    for (const { all } of await recordBoth(make())) {
      for (const resource of all.filter(({ type }) => type.startsWith("aws:organizations/"))) {
        expect(resource, resource.name).to.include({ protect: true, retainOnDelete: true });
      }
    }
    const { ofType } = await record(make({ removal: "destroy" }));
    for (const { inputs, protect } of ofType(accountType)) {
      expect(protect).to.equal(false);
      expect(inputs["closeOnDeletion"]).to.equal(false);
    }
  });

  it("does not make an imported account again, since AWS does not tell its first role", async () => {
    const { one } = await record(make());
    expect(one(accountType, "organization-account-prod").ignoreChanges).to.have.members([
      "roleName",
      "iamUserAccessToBilling",
    ]);
  });

  it("uses a unit that has an id", async () => {
    const { ofType, one } = await record(
      make({ units: [{ key: "production", name: "Production", id: "ou-ab12-cdefgh34" }] }),
    );
    expect(ofType("aws:organizations/organizationalUnit:OrganizationalUnit")).to.deep.equal([]);
    expect(one(accountType, "organization-account-prod").inputs["parentId"]).to.equal("ou-ab12-cdefgh34");
  });

  it("refuses a unit that is named before it is there", async () => {
    const error = await errorOf(make({ units: [...args.units].reverse() }));
    expect(error.message).to.contain('units.production.parent is "workloads"; list that unit before');
  });
});

describe("delegated administration", () => {
  const delegate =
    (accountId: string, more = {}) =>
    () => {
      const management = provider();
      const regions = { "us-east-1": management, "eu-west-1": new aws.Provider("eu", { region: "eu-west-1" }) };
      new DelegatedAdministration(
        "delegation",
        { accountId, managementAccountId: "111122223333", regions, ...more },
        { providers: [management] },
      );
    };

  it("names the account for every service, and in every region where a service wants it", async () => {
    const { ofType } = await record(delegate("222233334444"));
    const services = ofType("aws:organizations/delegatedAdministrator:DelegatedAdministrator").map(
      ({ inputs }) => inputs,
    );
    expect(services).to.deep.equal(
      ["access-analyzer", "config-multiaccountsetup", "config"].map((service) => ({
        accountId: "222233334444",
        servicePrincipal: `${service}.amazonaws.com`,
      })),
    );
    expect(ofType("aws:cloudtrail/organizationDelegatedAdminAccount:OrganizationDelegatedAdminAccount")).to.have.length(
      1,
    );
    for (const type of [
      "aws:guardduty/organizationAdminAccount:OrganizationAdminAccount",
      "aws:securityhub/organizationAdminAccount:OrganizationAdminAccount",
    ]) {
      const admins = ofType(type);
      expect(admins.map(({ provider: each }) => each!.split("::")[3])).to.deep.equal(["management", "eu"]);
      for (const { inputs } of admins) expect(inputs["adminAccountId"]).to.equal("222233334444");
    }
  });

  it("refuses the management account as its own delegate", async () => {
    expect((await errorOf(delegate("111122223333"))).message).to.contain("name a member account");
  });
});

describe("an account's budget", () => {
  const budget =
    (more = {}) =>
    () =>
      new AccountBudget(
        "dev",
        {
          budgetName: "acme-dev",
          accountId: "222233334444",
          amountUsd: 100,
          thresholds: [100, 50],
          addresses: ["a@acme.io"],
          ...more,
        },
        { providers: [provider()] },
      );

  it("counts the account's costs, and mails what was spent and what is foreseen", async () => {
    const { one } = await record(budget());
    const notification = (threshold: number, notificationType: string) => ({
      comparisonOperator: "GREATER_THAN",
      threshold,
      thresholdType: "PERCENTAGE",
      notificationType,
      subscriberEmailAddresses: ["a@acme.io"],
    });
    expect(one("aws:budgets/budget:Budget").inputs).to.deep.equal({
      name: "acme-dev",
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: "100",
      limitUnit: "USD",
      costFilters: [{ name: "LinkedAccount", values: ["222233334444"] }],
      notifications: [notification(100, "ACTUAL"), notification(50, "ACTUAL"), notification(100, "FORECASTED")],
    });
  });

  it("refuses what AWS Budgets does not take", async () => {
    const addresses = Array.from({ length: 11 }, (_, index) => `a${index}@acme.io`);
    for (const [more, field] of [
      [{ thresholds: [1, 2, 3, 4, 5] }, "thresholds"],
      [{ thresholds: [] }, "thresholds"],
      [{ addresses }, "addresses"],
      [{ amountUsd: 0 }, "amountUsd"],
    ] as const) {
      expect((await errorOf(budget(more))).message, field).to.contain(`${field} is`);
    }
  });
});

describe("cost anomalies", () => {
  it("are looked for by service, and mailed from an amount on", async () => {
    const { one } = await record(
      () =>
        new CostAnomalies(
          "anomalies",
          { monitorName: "acme", impactUsd: 100, addresses: ["a@acme.io"] },
          { providers: [provider()] },
        ),
    );
    expect(one("aws:costexplorer/anomalyMonitor:AnomalyMonitor").inputs).to.deep.equal({
      name: "acme",
      monitorType: "DIMENSIONAL",
      monitorDimension: "SERVICE",
    });
    expect(one("aws:costexplorer/anomalySubscription:AnomalySubscription").inputs).to.deep.include({
      frequency: "DAILY",
      subscribers: [{ type: "EMAIL", address: "a@acme.io" }],
      thresholdExpression: {
        dimension: {
          key: "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
          matchOptions: ["GREATER_THAN_OR_EQUAL"],
          values: ["100"],
        },
      },
    });
  });

  it("refuse to be heard by nobody", async () => {
    const program = () => new CostAnomalies("anomalies", { monitorName: "acme", impactUsd: 1, addresses: [] });
    expect((await errorOf(program)).message).to.contain("addresses is []");
  });
});

describe("controls of a Control Tower", () => {
  const controls = (names: string[]) => () =>
    new ControlTowerControls(
      "controls",
      { organizationId: "o-a1b2c3d4e5", units: { production: { id: "ou-ab12-cdefgh34", controls: names } } },
      { providers: [provider()] },
    );

  it("are enabled on their unit by ARN", async () => {
    const { one } = await record(controls(["AWS-GR_ENCRYPTED_VOLUMES"]));
    expect(one("aws:controltower/controlTowerControl:ControlTowerControl").inputs).to.deep.equal({
      controlIdentifier: "arn:aws:controltower:us-east-1::control/AWS-GR_ENCRYPTED_VOLUMES",
      targetIdentifier: "arn:aws:organizations::111122223333:ou/o-a1b2c3d4e5/ou-ab12-cdefgh34",
    });
  });

  it("are refused where one is named twice", async () => {
    expect((await errorOf(controls(["A-1", "A-1"]))).message).to.contain('units.production.controls is "A-1"');
  });
});
