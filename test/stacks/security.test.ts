import { expect } from "chai";
import type { SecurityEnvironment } from "../../stacks/config/organization-environment";
import { ConfigurationError } from "../../stacks/config/problem";
import { security } from "../../stacks/security";
import { readSecurityOutputs } from "../../stacks/security-outputs";
import { referencedOutputs } from "../../tools/plan/referenced-outputs";
import type { RecordOptions } from "../../tools/plan/program-recorder";
import { statementsOf } from "../components/encryption/least-privilege";
import { errorOf, record, recordBoth, valueOf } from "../support/record";
import { loadAny, organizationYaml, valuesOf } from "./config/fixture";

const AUDIT = "555566667777";

function stackOf(yaml = organizationYaml, account = "audit", more: Record<string, string> = {}) {
  const configuration = loadAny(valuesOf("security", account, more), yaml, "security");
  const options: RecordOptions = {
    stack: "security",
    outputs: (type) => (type === "pulumi:pulumi:StackReference" ? referencedOutputs(configuration) : undefined),
  };
  return { program: () => security(configuration.environment as SecurityEnvironment), options };
}

const run = (...args: Parameters<typeof stackOf>) => {
  const { program, options } = stackOf(...args);
  return record(program, options);
};

/** Logs in an account of their own. */
const archiveYaml = organizationYaml.replace(
  "  dev: {",
  '  logs: { id: "666677778888", email: aws+logs@acme.io, role: log-archive, unit: security, region: eu-west-1 }\n  dev: {',
);

const towerYaml = organizationYaml
  .replace("name: acme\n", "name: acme\n  id: o-a1b2c3d4e5\n  controlTower: {}\n")
  .replace("{ name: Security }", "{ name: Security, id: ou-ab12-aaaaaaaa }")
  .replace("workloads: {}", "workloads: { id: ou-ab12-bbbbbbbb }")
  .replace("{ parent: workloads,", "{ parent: workloads, id: ou-ab12-cccccccc,");

describe("the security stack", () => {
  it("makes the same in a preview", async () => {
    const { program, options } = stackOf();
    const [update, preview] = await recordBoth(program, options);
    expect(preview.all.map(({ urn }) => urn)).to.have.members(update.all.map(({ urn }) => urn));
  });

  it("watches every region where anything may be made", async () => {
    const { ofType } = await run();
    const regions = (type: string) => ofType(type).map(({ provider }) => provider!.split("::")[3]);
    const ofOrganization = "aws:guardduty/organizationConfiguration:OrganizationConfiguration";
    for (const type of [ofOrganization, "aws:oam/sink:Sink"])
      expect(regions(type), type).to.deep.equal(["audit-eu-west-1", "audit-us-east-1"]);
    expect(ofType(ofOrganization).map(({ inputs }) => inputs["detectorId"])).to.deep.equal([
      "planned-detector-eu-west-1",
      "planned-detector-us-east-1",
    ]);
    const analyzers = ofType("aws:accessanalyzer/analyzer:Analyzer").map(({ inputs }) => inputs["type"]);
    expect(analyzers).to.have.members(["ORGANIZATION", "ORGANIZATION", "ORGANIZATION_UNUSED_ACCESS"]);
    const aggregator = ofType("aws:securityhub/findingAggregator:FindingAggregator")[0]!;
    expect(aggregator.inputs["specifiedRegions"]).to.deep.equal(["us-east-1"]);
  });

  it("makes neither detector nor hub, which are there when the account is named, and says who makes them", async () => {
    const { ofType } = await run();
    for (const type of ["aws:guardduty/detector:Detector", "aws:securityhub/account:Account"])
      expect(ofType(type), type).to.deep.equal([]);
    const { program, options } = stackOf();
    const told = options.outputs!("pulumi:pulumi:StackReference", "", {}) as {
      outputs: { organization: { detectors?: object } };
    };
    delete told.outputs.organization.detectors;
    const error = await errorOf(program, { ...options, outputs: () => told });
    expect(error.message).to.contain("organization.detectors.eu-west-1");
    expect(error.message).to.contain("deploy the management stack first");
  });

  it("measures the units below the root, and the management account, which is in none", async () => {
    const { ofType } = await run();
    const type = "aws:securityhub/configurationPolicyAssociation:ConfigurationPolicyAssociation";
    expect(ofType(type).map(({ inputs }) => inputs["targetId"])).to.deep.equal([
      "444455556666",
      "ou-plan-security",
      "ou-plan-workloads",
    ]);
  });

  it("keeps the logs of every account, in the trail of the management account", async () => {
    const { one } = await run();
    const trail = statementsOf(one("aws:s3/bucketPolicy:BucketPolicy", "archive-trail-policy").inputs["policy"]);
    expect(trail.find(({ Sid }) => Sid === "AllowTrailToWrite")!.Condition!["StringEquals"]).to.include({
      "aws:SourceArn": "arn:aws:cloudtrail:eu-west-1:444455556666:trail/acme-organization",
    });
    const config = statementsOf(one("aws:s3/bucketPolicy:BucketPolicy", "archive-config-policy").inputs["policy"]);
    expect(config.find(({ Sid }) => Sid === "AllowConfigToWrite")!.Condition!["StringEquals"]).to.deep.include({
      "aws:SourceAccount": ["444455556666", AUDIT, "111122223333", "222233334444"],
    });
    const { urn } = one("platform:audit:LogArchive");
    const made = one("aws:cloudtrail/trail:Trail");
    expect(
      made.dependsOn.some((each) => each.includes("archive")),
      `${urn} before the trail`,
    ).to.equal(true);
  });

  it("mails to those who are woken and to those who read tomorrow, what comes from the organisation only", async () => {
    const { one, ofType } = await run();
    const addresses = ofType("aws:sns/topicSubscription:TopicSubscription").map(({ inputs }) => inputs["endpoint"]);
    expect(addresses).to.deep.equal(["on-call@acme.io", "platform@acme.io"]);
    const [statement] = statementsOf(one("aws:cloudwatch/eventBusPolicy:EventBusPolicy").inputs["policy"]);
    expect(statement!.Condition!["StringEquals"]).to.deep.equal({ "aws:PrincipalOrgID": "o-planned000" });
  });

  it("tells baselines where to send what they see", async () => {
    const { result } = await run();
    expect(await valueOf(result["security"] as never)).to.deep.equal({
      version: 1,
      busArn: `arn:aws:events:eu-west-1:${AUDIT}:event-bus/default`,
      sinkArns: {
        "eu-west-1": `arn:aws:oam:eu-west-1:${AUDIT}:sink/acme-accounts`,
        "us-east-1": `arn:aws:oam:us-east-1:${AUDIT}:sink/acme-accounts`,
      },
    });
  });

  it("has a line of each account on its dashboard", async () => {
    const { one } = await run();
    const body = one("aws:cloudwatch/dashboard:Dashboard").inputs["dashboardBody"] as string;
    for (const id of ["444455556666", AUDIT, "111122223333", "222233334444"])
      expect(body).to.include(`:aws.AccountId=\\"${id}\\"`);
  });

  it("finds the archive by its names where that is another account, which has nothing else", async () => {
    const audit = await run(archiveYaml);
    expect(audit.ofType("aws:s3/bucket:Bucket")).to.deep.equal([]);
    expect(audit.one("aws:cloudtrail/trail:Trail").inputs).to.include({
      s3BucketName: "acme-trail-666677778888",
      kmsKeyId: "arn:aws:kms:eu-west-1:666677778888:alias/acme-log-archive",
    });
    const logs = await run(archiveYaml, "logs");
    expect(logs.one("aws:s3/bucket:Bucket", "archive-trail-bucket").inputs["bucket"]).to.equal(
      "acme-trail-666677778888",
    );
    expect(logs.ofType("aws:cloudtrail/trail:Trail")).to.deep.equal([]);
    expect(logs.ofType("aws:guardduty/detectorFeature:DetectorFeature")).to.deep.equal([]);
    expect(logs.ofType("aws:cloudwatch/eventRule:EventRule")).to.deep.equal([]);
  });

  it("makes no second trail, archive or aggregator under a Control Tower", async () => {
    const { ofType } = await run(towerYaml);
    for (const type of [
      "aws:cloudtrail/trail:Trail",
      "aws:s3/bucket:Bucket",
      "aws:cfg/configurationAggregator:ConfigurationAggregator",
    ])
      expect(ofType(type), type).to.deep.equal([]);
    expect(ofType("aws:guardduty/organizationConfiguration:OrganizationConfiguration")).to.have.length(2);
  });

  it("owns a user pool where it is asked to, and says how a workload trusts it", async () => {
    expect((await run()).ofType("aws:cognito/userPool:UserPool")).to.deep.equal([]);
    const pool = '{"callbackUrls":["https://acme.io/index.html"]}';
    const { result, ofType } = await run(undefined, undefined, { "platform:centralIdentity": pool });
    expect(ofType("aws:cognito/userPool:UserPool")).to.have.length(1);
    const trusted = await valueOf(result["trustedUserPool"] as never);
    expect(trusted).to.include({ account: "audit", region: "eu-west-1" });
    // What is told is what a workload's configuration takes, letter for letter.
    const values = {
      "platform:trustedUserPools": JSON.stringify([
        { ...(trusted as object), userPoolId: "eu-west-1_AbCdEf123", clientIds: ["client"] },
      ]),
    };
    expect(loadAny(values, organizationYaml, "dev").environment).to.have.property("trustedUserPools");
  });
});

describe("readSecurityOutputs", () => {
  it("says what to do where the stack is missing or another version", () => {
    expect(() => readSecurityOutputs(undefined, "security")).to.throw(ConfigurationError, "deploy that stack first");
    expect(() => readSecurityOutputs({ version: 2 }, "security")).to.throw(ConfigurationError, "security.version");
  });
});
