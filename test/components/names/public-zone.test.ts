import { expect } from "chai";
import { Key } from "../../../components/encryption/key";
import { PublicZone, type PublicZoneArgs } from "../../../components/names/public-zone";
import { metricProblem } from "../../../components/observability/check-metric";
import { errorOf, recordBoth, record } from "../../support/record";

const ARN = "arn:aws:route53:::hostedzone/Z1";
const options = {
  outputs: (type: string) =>
    type === "aws:route53/zone:Zone" ? { zoneId: "Z1", arn: ARN, nameServers: ["ns-1.example"] } : undefined,
};

const make =
  (more: Partial<PublicZoneArgs> = {}) =>
  () =>
    new PublicZone("names", {
      zoneName: "dev.example.com",
      key: new Key("key", { description: "Tests" }),
      ...more,
    });

describe("PublicZone", () => {
  it("holds names, in which Amazon alone issues certificates, and none for wildcards", async () => {
    const [update, preview] = await recordBoth(make(), options);
    expect(update.one("aws:route53/zone:Zone").inputs).to.deep.equal({
      name: "dev.example.com",
      comment: "Names of dev.example.com",
      forceDestroy: false,
    });
    expect(update.one("aws:route53/record:Record").inputs).to.deep.equal({
      zoneId: "Z1",
      name: "dev.example.com",
      type: "CAA",
      ttl: 3600,
      records: [
        '0 issue "amazon.com"',
        '0 issue "amazontrust.com"',
        '0 issue "awstrust.com"',
        '0 issue "amazonaws.com"',
        '0 issuewild ";"',
      ],
    });
    expect(preview.all.map(({ name }) => name).sort()).to.deep.equal(update.all.map(({ name }) => name).sort());
  });

  it("logs every query, and lets Route 53 write for this one zone", async () => {
    const { one } = await record(make({ logRetentionDays: 365 }), options);
    expect(one("aws:cloudwatch/logGroup:LogGroup").inputs).to.deep.include({
      name: "/aws/route53/dev.example.com",
      retentionInDays: 365,
    });
    expect(JSON.parse(one("aws:cloudwatch/logResourcePolicy:LogResourcePolicy").inputs["policyDocument"] as string))
      .to.have.property("Statement")
      .that.deep.equals([
        {
          Sid: "WriteQueryLog",
          Effect: "Allow",
          Principal: { Service: "route53.amazonaws.com" },
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/route53/dev.example.com:log-stream:*",
          Condition: {
            StringEquals: { "aws:SourceAccount": "111122223333" },
            ArnLike: { "aws:SourceArn": ARN },
          },
        },
      ]);
    const log = one("aws:route53/queryLog:QueryLog");
    expect(log.inputs["zoneId"]).to.equal("Z1");
    expect(log.dependsOn.join()).to.contain("names-query-delivery");
  });

  it("outlives the stack, unless it is told not to", async () => {
    const kept = (await record(make(), options)).one("aws:route53/zone:Zone");
    expect(kept).to.deep.include({ protect: true });
    const gone = (await record(make({ removal: "destroy" }), options)).one("aws:route53/zone:Zone");
    expect(gone.protect).to.not.equal(true);
    expect(gone.inputs["forceDestroy"]).to.equal(true);
  });

  it("counts queries where Route 53 does", async () => {
    const { widgets } = (await record(() => make()().monitoring, options)).result;
    expect(widgets[0]!.metrics.map(metricProblem).filter(Boolean)).to.deep.equal([]);
    expect(widgets[0]!.metrics[0]).to.deep.include({ region: "us-east-1", name: "DNSQueries" });
  });

  it("lets anybody issue certificates where that is asked for", async () => {
    const { all } = await record(make({ certificateAuthorities: false }), options);
    expect(all.some(({ type }) => type === "aws:route53/record:Record")).to.equal(false);
  });

  for (const [what, more, text] of [
    ["no name", { zoneName: "localhost" }, 'zoneName is "localhost"; use a DNS name such as dev.example.com'],
    ["capitals", { zoneName: "Dev.example.com" }, 'zoneName is "Dev.example.com"'],
    ["nobody who issues", { certificateAuthorities: [] }, "name who may issue certificates, or say false"],
    ["a retention that there is not", { logRetentionDays: 2 }, "logRetentionDays is 2"],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const error = await errorOf(make(more as Partial<PublicZoneArgs>));
      expect(error.message).to.contain('platform:names:PublicZone "names"').and.to.contain(text);
    });
  }
});
