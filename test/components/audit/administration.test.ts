import { expect } from "chai";
import { AccountDetection } from "../../../components/audit/account-detection";
import { AccessAnalysis } from "../../../components/audit/access-analysis";
import { ConfigAggregator } from "../../../components/audit/config-aggregator";
import { SecurityStandards } from "../../../components/audit/security-standards";
import { ThreatDetection, threatFeatures } from "../../../components/audit/threat-detection";
import { errorOf, record, recordBoth } from "../../support/record";
import { expectLeastPrivilege } from "../encryption/least-privilege";

describe("ConfigAggregator", () => {
  it("puts all accounts and regions together by a role that only finds accounts", async () => {
    const [update, preview] = await recordBoth(() => new ConfigAggregator("everything", {}));
    expect(preview.all.map(({ urn }) => urn)).to.have.members(update.all.map(({ urn }) => urn));
    expect(update.one("aws:cfg/configurationAggregator:ConfigurationAggregator").inputs).to.deep.equal({
      name: "everything",
      organizationAggregationSource: {
        allRegions: true,
        roleArn: "arn:aws:iam::111122223333:role/everything-role-role-id",
      },
    });
    await expectLeastPrivilege(update.one("aws:iam/rolePolicy:RolePolicy").inputs["policy"]);
  });

  it("refuses a name with a space", async () => {
    const error = await errorOf(() => new ConfigAggregator("x", { aggregatorName: "all accounts" }));
    expect(error.message).to.include("aggregatorName");
  });
});

describe("AccountDetection", () => {
  it("switches on GuardDuty, which tells within a quarter of an hour, and Security Hub, without standards", async () => {
    const [update, preview] = await recordBoth(() => new AccountDetection("detection", {}));
    expect(preview.all.map(({ urn }) => urn)).to.have.members(update.all.map(({ urn }) => urn));
    expect(update.one("aws:guardduty/detector:Detector").inputs).to.deep.equal({
      enable: true,
      findingPublishingFrequency: "FIFTEEN_MINUTES",
    });
    expect(update.one("aws:securityhub/account:Account").inputs).to.deep.equal({
      enableDefaultStandards: false,
      autoEnableControls: true,
      controlFindingGenerator: "SECURITY_CONTROL",
    });
  });
});

describe("ThreatDetection", () => {
  const HERE = "aws:guardduty/detectorFeature:DetectorFeature";
  const detectorId = "12abc34d567e8fa901bc2d34e56789f0";
  const FEATURE = "aws:guardduty/organizationConfigurationFeature:OrganizationConfigurationFeature";

  it("is on for all accounts and for its own, with all features", async () => {
    const [update, preview] = await recordBoth(() => new ThreatDetection("threats", { detectorId }));
    expect(preview.all.map(({ urn }) => urn)).to.have.members(update.all.map(({ urn }) => urn));
    // AWS makes it when the account is designated, where it is not there before: then a second one is refused.
    expect(update.ofType("aws:guardduty/detector:Detector")).to.deep.equal([]);
    expect(update.one("aws:guardduty/organizationConfiguration:OrganizationConfiguration").inputs).to.deep.equal({
      detectorId,
      autoEnableOrganizationMembers: "ALL",
    });
    const features = update.ofType(FEATURE).map(({ inputs }) => [inputs["name"], inputs["autoEnable"]]);
    expect(features).to.deep.equal(threatFeatures.map((name) => [name, "ALL"]));
    const here = update.ofType(HERE).map(({ inputs }) => [inputs["detectorId"], inputs["name"], inputs["status"]]);
    expect(here).to.deep.equal(threatFeatures.map((name) => [detectorId, name, "ENABLED"]));
    expect(update.one(HERE, "threats-runtime-monitoring-here").inputs["additionalConfigurations"]).to.deep.equal([
      { name: "EKS_ADDON_MANAGEMENT", status: "DISABLED" },
      { name: "ECS_FARGATE_AGENT_MANAGEMENT", status: "ENABLED" },
      { name: "EC2_AGENT_MANAGEMENT", status: "DISABLED" },
    ]);
  });

  it("switches off what is not named, rather than to leave it as it was", async () => {
    const { one } = await record(() => new ThreatDetection("threats", { detectorId, features: ["S3_DATA_EVENTS"] }));
    expect(one(FEATURE, "threats-s3-data-events").inputs["autoEnable"]).to.equal("ALL");
    expect(one(FEATURE, "threats-lambda-network-logs").inputs["autoEnable"]).to.equal("NONE");
    expect(one(HERE, "threats-s3-data-events-here").inputs["status"]).to.equal("ENABLED");
    expect(one(HERE, "threats-lambda-network-logs-here").inputs["status"]).to.equal("DISABLED");
    expect(one(FEATURE, "threats-runtime-monitoring").inputs).to.deep.include({
      autoEnable: "NONE",
      additionalConfigurations: [
        { name: "EKS_ADDON_MANAGEMENT", autoEnable: "NONE" },
        { name: "ECS_FARGATE_AGENT_MANAGEMENT", autoEnable: "NONE" },
        { name: "EC2_AGENT_MANAGEMENT", autoEnable: "NONE" },
      ],
    });
  });

  it("refuses a feature that GuardDuty has not", async () => {
    const error = await errorOf(() => new ThreatDetection("threats", { detectorId, features: ["DNS" as never] }));
    expect(error.message).to.include('features[0] is "DNS"; use one of "S3_DATA_EVENTS"');
  });
});

describe("SecurityStandards", () => {
  const make = (args: object = {}) =>
    new SecurityStandards("standards", { targets: { production: "ou-ab12-cdefgh34" }, ...args });

  it("measures by FSBP and CIS, and brings all regions together", async () => {
    const [update, preview] = await recordBoth(() => make());
    expect(preview.all.map(({ urn }) => urn)).to.have.members(update.all.map(({ urn }) => urn));
    // As GuardDuty's detector: AWS switches it on when it is not on before.
    expect(update.ofType("aws:securityhub/account:Account")).to.deep.equal([]);
    expect(update.one("aws:securityhub/findingAggregator:FindingAggregator").inputs).to.deep.equal({
      linkingMode: "ALL_REGIONS",
    });
    expect(update.one("aws:securityhub/organizationConfiguration:OrganizationConfiguration").inputs).to.deep.equal({
      autoEnable: false,
      autoEnableStandards: "NONE",
      organizationConfiguration: { configurationType: "CENTRAL" },
    });
    expect(
      update.one("aws:securityhub/configurationPolicy:ConfigurationPolicy").inputs["configurationPolicy"],
    ).to.deep.equal({
      serviceEnabled: true,
      enabledStandardArns: [
        "arn:aws:securityhub:eu-west-1::standards/aws-foundational-security-best-practices/v/1.0.0",
        "arn:aws:securityhub:eu-west-1::standards/cis-aws-foundations-benchmark/v/3.0.0",
      ],
      securityControlsConfiguration: { disabledControlIdentifiers: [] },
    });
    expect(
      update.one("aws:securityhub/configurationPolicyAssociation:ConfigurationPolicyAssociation").inputs,
    ).to.deep.equal({ policyId: "standards-policy-id", targetId: "ou-ab12-cdefgh34" });
  });

  it("links the regions that are named", async () => {
    const { one } = await record(() => make({ linkedRegions: ["us-east-1"] }));
    expect(one("aws:securityhub/findingAggregator:FindingAggregator").inputs).to.deep.equal({
      linkingMode: "SPECIFIED_REGIONS",
      specifiedRegions: ["us-east-1"],
    });
  });

  it("refuses no target, no standard, an unknown one, no region, and what is no control", async () => {
    const text = async (args: object) => (await errorOf(() => make(args))).message;
    expect(await text({ targets: {} })).to.include("a unit or an account");
    expect(await text({ standards: [] })).to.include("nothing is measured");
    expect(await text({ standards: ["pci"] })).to.include('"fsbp", "cis"');
    expect(await text({ linkedRegions: [] })).to.include("leave it out for all");
    expect(await text({ disabledControls: ["all"] })).to.include("an id such as CloudTrail.5");
  });
});

describe("AccessAnalysis", () => {
  const ANALYZER = "aws:accessanalyzer/analyzer:Analyzer";

  it("tells of access from outside, and of access that nobody uses", async () => {
    const { ofType } = await record(() => new AccessAnalysis("access", { zone: "organization" }));
    expect(ofType(ANALYZER).map(({ inputs }) => inputs)).to.deep.equal([
      { analyzerName: "access-external", type: "ORGANIZATION" },
      {
        analyzerName: "access-unused",
        type: "ORGANIZATION_UNUSED_ACCESS",
        configuration: { unusedAccess: { unusedAccessAge: 90 } },
      },
    ]);
  });

  it("looks at one account, without what is unused, where asked", async () => {
    const { one } = await record(() => new AccessAnalysis("access", { zone: "account", unusedAfterDays: false }));
    expect(one(ANALYZER).inputs).to.deep.equal({ analyzerName: "access-external", type: "ACCOUNT" });
  });

  it("refuses days that the analyzer does not take", async () => {
    const error = await errorOf(() => new AccessAnalysis("access", { zone: "account", unusedAfterDays: 400 }));
    expect(error.message).to.include("unusedAfterDays");
  });
});
