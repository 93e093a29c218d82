import { expect } from "chai";
import { RedshiftWorkgroup, type RedshiftWorkgroupArgs } from "../../../components/data/redshift-workgroup";
import { Key } from "../../../components/encryption/key";
import { InputError } from "../../../components/input-error";
import { Network } from "../../../components/network/network";
import { metricProblem } from "../../../components/observability/check-metric";
import { errorOf, record, recordBoth } from "../../support/record";

const NAMESPACE = "aws:redshiftserverless/namespace:Namespace";
const WORKGROUP = "aws:redshiftserverless/workgroup:Workgroup";
const LIMIT = "aws:redshiftserverless/usageLimit:UsageLimit";
const LOGS = "aws:cloudwatch/logGroup:LogGroup";
const KEY = "arn:aws:kms:eu-west-1:111122223333:key/platform-key-id";

function make(args: Partial<RedshiftWorkgroupArgs> = {}, name = "sales", zones = 3): RedshiftWorkgroup {
  const key = new Key("platform", { description: "Tests" });
  const network = new Network("net", { key, zones });
  return new RedshiftWorkgroup(name, { key, network, databaseName: "sales", ...args });
}

describe("RedshiftWorkgroup", () => {
  it("is encrypted, private and asks for TLS, with a password that nobody sees", async () => {
    const [{ one }, preview] = await recordBoth(() => make());
    expect(preview.ofType(WORKGROUP)).to.have.length(1);
    expect(one(NAMESPACE).inputs).to.deep.equal({
      namespaceName: "sales",
      dbName: "sales",
      kmsKeyId: KEY,
      manageAdminPassword: true,
      adminPasswordSecretKmsKeyId: KEY,
      logExports: ["userlog", "connectionlog", "useractivitylog"],
    });
    expect(one(WORKGROUP).inputs).to.deep.equal({
      workgroupName: "sales",
      namespaceName: "sales",
      baseCapacity: 8,
      maxCapacity: 32,
      publiclyAccessible: false,
      enhancedVpcRouting: true,
      subnetIds: ["net-isolated-1-id", "net-isolated-2-id", "net-isolated-3-id"],
      securityGroupIds: ["sales-warehouse-group-id"],
      configParameters: [{ parameterKey: "require_ssl", parameterValue: "true" }],
    });
  });

  it("has the groups of its logs before it writes to them, with key and retention", async () => {
    for (const [args, retentionInDays] of [
      [{}, 30],
      [{ logRetentionDays: 365 }, 365],
    ] as const) {
      const { ofType, one } = await record(() => make(args));
      const groups = ofType(LOGS).filter(({ inputs }) => (inputs["name"] as string).startsWith("/aws/redshift/"));
      expect(groups.map(({ inputs }) => inputs)).to.deep.equal(
        ["userlog", "connectionlog", "useractivitylog"].map((log) => ({
          name: `/aws/redshift/sales/${log}`,
          retentionInDays,
          kmsKeyId: KEY,
        })),
      );
      expect(one(NAMESPACE).dependsOn).to.include.members(groups.map(({ urn }) => urn));
      expect(
        (one(NAMESPACE).inputs["logExports"] as string[]).map((log) => `/aws/redshift/sales/${log}`),
      ).to.deep.equal(groups.map(({ inputs }) => inputs["name"]));
    }
  });

  it("tells of a day that used too much, or stops there", async () => {
    for (const [args, inputs] of [
      [{}, { amount: 384, breachAction: "emit-metric" }],
      [{ maximumCapacity: 64 }, { amount: 768, breachAction: "emit-metric" }],
      [
        { dailyLimit: 10, atDailyLimit: "stop" },
        { amount: 10, breachAction: "deactivate" },
      ],
    ] as const) {
      const { one } = await record(() => make(args));
      expect(one(LIMIT).inputs).to.deep.equal({
        resourceArn: "arn:aws:redshift-serverless:eu-west-1:111122223333:workgroup/sales-workgroup-id",
        usageType: "serverless-compute",
        period: "daily",
        ...inputs,
      });
    }
  });

  it("alarms on metrics that exist: loads that fail, its most capacity, four fifths of its limit", async () => {
    const { result } = await record(() => make({ dailyLimit: 11 }).monitoring);
    for (const metric of [
      ...result.alarms.map((each) => each.metric),
      ...result.widgets.flatMap((each) => each.metrics),
    ])
      expect(metricProblem(metric)).to.equal(undefined);
    expect(
      result.alarms.map(({ name, comparison, threshold, evaluationPeriods, treatMissingData }) => [
        name,
        comparison,
        threshold,
        evaluationPeriods,
        treatMissingData,
      ]),
    ).to.deep.equal([
      ["failed-statements", "GreaterThanThreshold", 0, 3, "notBreaching"],
      ["capacity", "GreaterThanOrEqualToThreshold", 32, 2, "notBreaching"],
      ["usage", "GreaterThanOrEqualToThreshold", 9, 1, "notBreaching"],
    ]);
    const [failed, , usage] = result.alarms.map(({ metric }) => metric);
    expect(failed).to.include({
      expression: "SUM([FILL(failedInsert, 0), FILL(failedDelete, 0), FILL(failedUpdate, 0), FILL(failedOther, 0)])",
    });
    const { dimensions } = usage as { dimensions: Record<string, unknown> };
    expect({ ...dimensions, UsageLimitId: undefined }).to.deep.equal({
      Workgroup: "sales",
      UsageType: "SERVERLESS_COMPUTE",
      UsageLimitId: undefined,
    });
    expect(await (dimensions["UsageLimitId"] as { promise(): Promise<string> }).promise()).to.equal(
      "sales-daily-limit-id",
    );
    expect(result.widgets.map(({ title }) => title)).to.deep.equal([
      "Statements that load",
      "Capacity",
      "Used today",
      "Connections",
    ]);
  });

  for (const [what, args, message, name, zones] of [
    ["a capacity below the least", { baseCapacity: 4 }, /baseCapacity is 4; use a whole number from 8 to 512/],
    ["one above the most", { baseCapacity: 520 }, /baseCapacity is 520; use a whole number from 8 to 512/],
    ["one that is no multiple of 8", { baseCapacity: 12 }, /baseCapacity is 12; use a multiple of 8/],
    ["a part of one", { baseCapacity: 8.5 }, /baseCapacity is 8\.5; use a whole number/],
    ["a maximum below the base", { baseCapacity: 64 }, /maximumCapacity is 32; use a whole number from 64 to 5632/],
    [
      "a maximum above the most",
      { maximumCapacity: 5633 },
      /maximumCapacity is 5633; use a whole number from 8 to 5632/,
    ],
    ["a database in upper case", { databaseName: "Sales" }, /databaseName is "Sales"; use lower-case letters/],
    ["a database that begins with a digit", { databaseName: "1st" }, /databaseName is "1st"; use lower-case letters/],
    ["a database of 65 letters", { databaseName: "d".repeat(65) }, /databaseName is "d+"; use lower-case letters/],
    ["no limit", { dailyLimit: 0 }, /dailyLimit is 0; use a whole number from 1 to 768/],
    ["a limit that no day can reach", { dailyLimit: 769 }, /dailyLimit is 769; use a whole number from 1 to 768/],
    ["another end of a day", { atDailyLimit: "log" as "stop" }, /atDailyLimit is "log"; use one of "alarm", "stop"/],
    ["a name of two letters", {}, /name is "wh"; use 3 to 64 lower-case letters/, "wh"],
    ["a name in upper case", {}, /name is "Sales"; use 3 to 64 lower-case letters/, "Sales"],
    ["a network of two zones", {}, /network is "net"; give it three zones/, "sales", 2],
  ] as [string, Partial<RedshiftWorkgroupArgs>, RegExp, string?, number?][])
    it(`refuses ${what}`, async () => {
      const error = await errorOf(() => make(args, name, zones));
      expect(error).to.be.instanceOf(InputError);
      expect(error.message).to.match(message);
    });
});
