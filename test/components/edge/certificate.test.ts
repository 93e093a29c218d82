import { expect } from "chai";
import { Certificate } from "../../../components/edge/certificate";
import { metricProblem } from "../../../components/observability/check-metric";
import { errorOf, recordBoth, record } from "../../support/record";

const options = {
  outputs: (type: string) =>
    ({
      "aws:acm/certificate:Certificate": {
        arn: "arn:certificate",
        domainValidationOptions: [
          { resourceRecordName: "_proof.example.com", resourceRecordType: "CNAME", resourceRecordValue: "_value.acm" },
        ],
      },
      "aws:route53/record:Record": { fqdn: "_proof.example.com" },
    })[type],
};

const make = (domainName = "www.example.com") =>
  new Certificate("site", { domainName, zoneId: "Z1", region: "us-east-1" });

describe("Certificate", () => {
  it("is proven by a record in the zone, and used only once issued", async () => {
    const [update, preview] = await recordBoth(() => make(), options);
    expect(update.one("aws:acm/certificate:Certificate").inputs).to.deep.equal({
      domainName: "www.example.com",
      validationMethod: "DNS",
      keyAlgorithm: "EC_prime256v1",
    });
    expect(update.one("aws:route53/record:Record").inputs).to.deep.equal({
      zoneId: "Z1",
      name: "_proof.example.com",
      type: "CNAME",
      records: ["_value.acm"],
      ttl: 300,
      allowOverwrite: true,
    });
    expect(update.one("aws:acm/certificateValidation:CertificateValidation").inputs).to.deep.equal({
      certificateArn: "arn:certificate",
      validationRecordFqdns: ["_proof.example.com"],
    });
    expect(preview.all.map((each) => each.name).sort()).to.deep.equal(update.all.map((each) => each.name).sort());
  });

  it("alarms before it expires, where its metric is", async () => {
    const { alarms, widgets } = (await record(() => make().monitoring, options)).result;
    expect(alarms[0]).to.deep.include({ name: "expiry", threshold: 30, comparison: "LessThanThreshold" });
    expect(alarms[0]!.metric).to.deep.include({ region: "us-east-1", name: "DaysToExpiry" });
    expect([alarms[0]!.metric, ...widgets[0]!.metrics].map(metricProblem).filter(Boolean)).to.deep.equal([]);
  });

  it("takes a name of 64 characters, and refuses one more, which ACM would", async () => {
    const name = (length: number) => `${"a".repeat(length - 24)}.${"b".repeat(15)}.acme.io`;
    const run = await record(() => make(name(64)), options);
    expect(run.one("aws:acm/certificate:Certificate").inputs["domainName"]).to.have.length(64);
    for (const domainName of [name(65), `*.${name(63)}`]) {
      const error = await errorOf(() => make(domainName));
      expect(error.message)
        .to.contain(`platform:edge:Certificate "site": domainName is ${JSON.stringify(domainName)}; use `)
        .and.contain("at most 64 characters");
    }
  });

  for (const domainName of ["localhost", "https://www.example.com", "WWW.example.com", "www example.com"]) {
    it(`refuses ${domainName}`, async () => {
      const error = await errorOf(() => make(domainName));
      expect(error.message).to.contain('platform:edge:Certificate "site": domainName is');
    });
  }
});
