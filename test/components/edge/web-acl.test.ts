import { expect } from "chai";
import * as aws from "@pulumi/aws";
import { LogDelivery } from "../../../components/observability/log-delivery";
import { WebAcl, type WebAclArgs } from "../../../components/edge/web-acl";
import { Key } from "../../../components/encryption/key";
import { metricProblem } from "../../../components/observability/check-metric";
import { errorOf, record, recordBoth } from "../../support/record";

const ACL = "aws:wafv2/webAcl:WebAcl";
const ACCOUNT = "111122223333";

function make(args: Partial<WebAclArgs> = {}): WebAcl {
  const key = new Key("system", { description: "Logs" });
  return new WebAcl("api", { scope: "REGIONAL", key, ...args });
}

const inUsEast1 = { identity: { region: "us-east-1" } };

interface Rule {
  name: string;
  priority: number;
  action?: object;
  overrideAction?: object;
  statement: Record<string, any>;
  visibilityConfig: object;
}

async function rulesOf(args: Partial<WebAclArgs>): Promise<Rule[]> {
  return (await record(() => make(args))).one(ACL).inputs["rules"] as Rule[];
}

describe("WebAcl", () => {
  it("asks the managed rules and limits requests, each rule with a metric", async () => {
    const { one } = await record(() => make());
    const inputs = one(ACL, "api-acl").inputs;
    expect(inputs).to.deep.include({
      name: "api",
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      visibilityConfig: { cloudwatchMetricsEnabled: true, metricName: "api", sampledRequestsEnabled: true },
    });
    expect(inputs).to.not.have.property("associationConfig");
    const rules = inputs["rules"] as Rule[];
    expect(rules.map((rule) => rule.name)).to.deep.equal([
      "RequestRate",
      "AWSManagedRulesAmazonIpReputationList",
      "AWSManagedRulesCommonRuleSet",
      "AWSManagedRulesKnownBadInputsRuleSet",
      "AWSManagedRulesSQLiRuleSet",
    ]);
    expect(rules.map((rule) => rule.priority)).to.deep.equal([0, 1, 2, 3, 4]);
    expect(rules[0]).to.deep.include({
      action: { block: {} },
      statement: { rateBasedStatement: { limit: 2000, aggregateKeyType: "IP", evaluationWindowSec: 300 } },
    });
    for (const rule of rules.slice(1)) {
      expect(rule.overrideAction).to.deep.equal({ none: {} });
      expect(rule.statement).to.deep.equal({ managedRuleGroupStatement: { vendorName: "AWS", name: rule.name } });
    }
    for (const rule of rules)
      expect(rule.visibilityConfig).to.deep.equal({
        cloudwatchMetricsEnabled: true,
        metricName: rule.name,
        sampledRequestsEnabled: true,
      });
  });

  it("logs to an encrypted group, without credentials and query strings", async () => {
    const [update, preview] = await recordBoth(() => make());
    const group = update.one("aws:cloudwatch/logGroup:LogGroup", "api-logs");
    expect(group.inputs).to.deep.equal({
      name: "aws-waf-logs-api",
      retentionInDays: 90,
      kmsKeyId: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/system-key-id`,
    });
    const groupArn = `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:aws-waf-logs-api`;
    const logging = update.one("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", "api-logging");
    expect(logging.inputs).to.deep.include({
      logDestinationConfigs: [groupArn],
      redactedFields: [
        { singleHeader: { name: "authorization" } },
        { singleHeader: { name: "x-api-key" } },
        { singleHeader: { name: "cookie" } },
        { queryString: {} },
      ],
    });
    const policy = update.one("aws:cloudwatch/logResourcePolicy:LogResourcePolicy", "api-log-delivery-policy");
    expect(logging.dependsOn).to.include(policy.urn);
    expect(policy.inputs["policyName"]).to.equal("aws-waf-logs-api-delivery");
    expect(JSON.parse(policy.inputs["policyDocument"] as string).Statement).to.deep.equal([
      {
        Sid: "WriteDeliveredLogs",
        Effect: "Allow",
        Principal: { Service: "delivery.logs.amazonaws.com" },
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: [`${groupArn}:log-stream:*`],
        Condition: {
          StringEquals: { "aws:SourceAccount": ACCOUNT },
          ArnLike: { "aws:SourceArn": `arn:aws:logs:eu-west-1:${ACCOUNT}:*` },
        },
      },
    ]);
    expect(preview.all.map((each) => each.name).sort()).to.deep.equal(update.all.map((each) => each.name).sort());
  });

  it("makes no resource policy where it is given one, for which its logs wait", async () => {
    const { one } = await record(() => make({ logDelivery: new LogDelivery("log-delivery") }));
    const policy = one("aws:cloudwatch/logResourcePolicy:LogResourcePolicy");
    expect(policy.name).to.equal("log-delivery-policy");
    const logging = one("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration");
    expect(logging.dependsOn).to.include(policy.urn);
  });

  it("passes on what is configured", async () => {
    const { one } = await record(() =>
      make({ aclName: "students", rateLimit: 500, logRetentionDays: 30, blockAnonymousAddresses: true }),
    );
    expect(one(ACL).inputs["name"]).to.equal("students");
    expect(one("aws:cloudwatch/logGroup:LogGroup").inputs).to.deep.include({
      name: "aws-waf-logs-students",
      retentionInDays: 30,
    });
    const rules = one(ACL).inputs["rules"] as Rule[];
    expect(rules[0]!.statement["rateBasedStatement"].limit).to.equal(500);
    expect(rules[2]!.name).to.equal("AWSManagedRulesAnonymousIpList");
  });

  describe("with routes that take large bodies", () => {
    const matching = (regexString: string) => ({
      regexMatchStatement: {
        fieldToMatch: { uriPath: {} },
        regexString,
        textTransformations: [{ priority: 0, type: "NONE" }],
      },
    });
    const larger = (size: number) => ({
      sizeConstraintStatement: {
        fieldToMatch: { body: { oversizeHandling: "MATCH" } },
        comparisonOperator: "GT",
        size,
        textTransformations: [{ priority: 0, type: "NONE" }],
      },
    });

    it("only counts AWS's limit, and blocks larger bodies elsewhere and above each route's own", async () => {
      const rules = await rulesOf({ largeBodyRoutes: [{ path: "/events", maxBodyBytes: 20_000 }] });
      expect(rules[2]!.statement["managedRuleGroupStatement"].ruleActionOverrides).to.deep.equal([
        { name: "SizeRestrictions_BODY", actionToUse: { count: {} } },
      ]);
      const path = matching("^(/[^/]+)?/events$");
      expect(rules.slice(5).map(({ name, action, statement }) => ({ name, action, statement }))).to.deep.equal([
        {
          name: "BodySize",
          action: { block: {} },
          statement: { andStatement: { statements: [{ notStatement: { statement: path } }, larger(8192)] } },
        },
        {
          name: "BodySizeEvents",
          action: { block: {} },
          statement: { andStatement: { statements: [path, larger(20_000)] } },
        },
      ]);
    });

    it("lets WAF see as much as the largest route needs, and leaves what it cannot see to the API", async () => {
      const routes = [
        { path: "/files/{id}", maxBodyBytes: 1_000_000 },
        { path: "/v1.0/items", maxBodyBytes: 65_536 },
      ];
      const { one } = await record(() => make({ largeBodyRoutes: routes }));
      expect(one(ACL).inputs["associationConfig"]).to.deep.equal({
        requestBodies: [{ apiGateway: { defaultSizeInspectionLimit: "KB_64" } }],
      });
      const rules = (one(ACL).inputs["rules"] as Rule[]).slice(5);
      expect(rules.map((rule) => rule.name)).to.deep.equal(["BodySize", "BodySizeV10Items"]);
      expect(
        rules[0]!.statement["andStatement"].statements[0].notStatement.statement.orStatement.statements,
      ).to.deep.equal([matching("^(/[^/]+)?/files/[^/]+$"), matching("^(/[^/]+)?/v1\\.0/items$")]);
    });

    for (const [bytes, kilobytes] of [
      [8193, undefined],
      [16_384, undefined],
      [16_385, "KB_32"],
      [32_769, "KB_48"],
      [49_153, "KB_64"],
    ] as const) {
      it(`inspects ${kilobytes ?? "the usual 16 KB"} for ${bytes} bytes`, async () => {
        const { one } = await record(() => make({ largeBodyRoutes: [{ path: "/x", maxBodyBytes: bytes }] }));
        expect(one(ACL).inputs["associationConfig"]).to.deep.equal(
          kilobytes && { requestBodies: [{ apiGateway: { defaultSizeInspectionLimit: kilobytes } }] },
        );
      });
    }

    it("makes patterns that match the route alone, behind a stage or not", async () => {
      const rules = await rulesOf({ largeBodyRoutes: [{ path: "/files/{id}", maxBodyBytes: 9000 }] });
      const pattern = new RegExp(
        rules.at(-1)!.statement["andStatement"].statements[0].regexMatchStatement.regexString as string,
      );
      for (const path of ["/files/7", "/Dev/files/7"]) expect(path).to.match(pattern);
      for (const path of ["/files", "/files/7/parts", "/a/b/files/7", "/filesx/7"]) expect(path).to.not.match(pattern);
    });
  });

  it("protects regional resources", async () => {
    const { one } = await record(() => make().protect("events", "arn:stage"));
    const association = one("aws:wafv2/webAclAssociation:WebAclAssociation", "api-events");
    expect(association.inputs["resourceArn"]).to.equal("arn:stage");
    expect(association.inputs["webAclArn"]).to.match(/^arn:aws:wafv2:/);
  });

  it("is made for CloudFront in us-east-1 only", async () => {
    const { one } = await record(
      () => make({ scope: "CLOUDFRONT", largeBodyRoutes: [{ path: "/x", maxBodyBytes: 30_000 }] }),
      inUsEast1,
    );
    expect(one(ACL).inputs).to.deep.include({
      name: "api",
      scope: "CLOUDFRONT",
      associationConfig: { requestBodies: [{ cloudfront: { defaultSizeInspectionLimit: "KB_32" } }] },
    });
    const error = await errorOf(() => make({ scope: "CLOUDFRONT" }));
    expect(error.message).to.contain(
      '"api": scope "CLOUDFRONT": region is "eu-west-1"; give the component a provider of',
    );
    const preview = await errorOf(() => make({ scope: "CLOUDFRONT" }), { preview: true });
    expect(preview.message).to.equal(error.message);
  });

  it("takes its region from the provider it is given", async () => {
    const { one } = await record(() => {
      const usEast1 = new aws.Provider("us-east-1", { region: "us-east-1", allowedAccountIds: ["444455556666"] });
      const key = new Key("edge", { description: "Logs" }, { provider: usEast1 });
      return new WebAcl("pages", { scope: "CLOUDFRONT", key }, { provider: usEast1 });
    });
    expect(one("aws:cloudwatch/logResourcePolicy:LogResourcePolicy").inputs["policyDocument"]).to.contain(
      "arn:aws:logs:us-east-1:444455556666:*",
    );
  });

  it("is not put before a resource where the distribution must name it", async () => {
    const error = await errorOf(() => make({ scope: "CLOUDFRONT" }).protect("site", "arn:site"), inUsEast1);
    expect(error.message).to.contain('protect "site": scope is "CLOUDFRONT"; give the web ACL to the distribution');
  });

  for (const [field, args] of [
    ["scope", { scope: "GLOBAL" }],
    ["aclName", { aclName: "a b" }],
    ["rateLimit", { rateLimit: 9 }],
    ["logRetentionDays", { logRetentionDays: 100 }],
    ["largeBodyRoutes[0].path", { largeBodyRoutes: [{ path: "events", maxBodyBytes: 9000 }] }],
    ["largeBodyRoutes[0].maxBodyBytes", { largeBodyRoutes: [{ path: "/events", maxBodyBytes: 8192 }] }],
    ["largeBodyRoutes[0].maxBodyBytes", { largeBodyRoutes: [{ path: "/events", maxBodyBytes: 10_485_761 }] }],
    [
      "largeBodyRoutes[1].path",
      {
        largeBodyRoutes: [
          { path: "/events", maxBodyBytes: 9000 },
          { path: "/events", maxBodyBytes: 9001 },
        ],
      },
    ],
  ] as const) {
    it(`refuses ${JSON.stringify(args)}`, async () => {
      const error = await errorOf(() => make(args as Partial<WebAclArgs>));
      expect(error.message).to.contain(`platform:edge:WebAcl "api": ${field} is`);
    });
  }

  it("alarms on metrics that AWS publishes for its scope", async () => {
    const regional = (await record(() => make().monitoring)).result;
    const edge = (await record(() => make({ scope: "CLOUDFRONT" }).monitoring, inUsEast1)).result;
    for (const { alarms, widgets } of [regional, edge]) {
      const metrics = [...alarms.map((each) => each.metric), ...widgets.flatMap((each) => each.metrics)];
      expect(metrics.map(metricProblem).filter(Boolean)).to.deep.equal([]);
      expect(alarms[0]).to.deep.include({ name: "blocked", threshold: 20, evaluationPeriods: 3, datapointsToAlarm: 2 });
    }
    const [ofRegion, ofEdge] = [regional, edge].map((each) => each.widgets[0]!.metrics[0] as any);
    expect(ofRegion.dimensions).to.have.all.keys("WebACL", "Rule", "Region");
    expect(ofRegion).to.not.have.property("region");
    expect(ofEdge.dimensions).to.deep.equal({ WebACL: "api", Rule: "ALL" });
    expect(ofEdge.region).to.equal("us-east-1");
  });
});
