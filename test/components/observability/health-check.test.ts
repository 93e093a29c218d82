import { expect } from "chai";
import { metricProblem } from "../../../components/observability/check-metric";
import { HealthCheck, type HealthCheckArgs } from "../../../components/observability/health-check";
import { errorOf, recordBoth } from "../../support/record";

const make =
  (more: Partial<HealthCheckArgs> = {}) =>
  () =>
    new HealthCheck("web-outside", { url: "https://www.example.org", contains: "<title>", ...more });

describe("HealthCheck", () => {
  it("asks for the text over HTTPS from three continents", async () => {
    for (const { one } of await recordBoth(make()))
      expect(one("aws:route53/healthCheck:HealthCheck").inputs).to.deep.equal({
        type: "HTTPS_STR_MATCH",
        searchString: "<title>",
        fqdn: "www.example.org",
        port: 443,
        resourcePath: "/",
        enableSni: true,
        requestInterval: 30,
        failureThreshold: 3,
        regions: ["us-east-1", "eu-west-1", "ap-southeast-1"],
        tags: { Name: "web-outside" },
      });
  });

  it("takes any good answer where no text is given", async () => {
    const [{ one }] = await recordBoth(make({ contains: undefined, path: "/health" }));
    const { inputs } = one("aws:route53/healthCheck:HealthCheck");
    expect(inputs).to.include({ type: "HTTPS", resourcePath: "/health" });
    expect(inputs).to.not.have.property("searchString");
  });

  it("alarms in us-east-1, also where nobody asks any more", async () => {
    const [{ result }] = await recordBoth(make());
    const { alarms, widgets } = result.monitoring;
    expect(alarms).to.have.length(1);
    expect(alarms[0]).to.include({ name: "unreachable", treatMissingData: "breaching", threshold: 1 });
    expect(alarms[0]!.metric).to.include({ name: "HealthCheckStatus", statistic: "Minimum", region: "us-east-1" });
    for (const metric of widgets.flatMap(({ metrics }) => metrics)) expect(metricProblem(metric)).to.equal(undefined);
  });

  for (const [what, more, text] of [
    ["an address with a path", { url: "https://www.example.org/index.html" }, "url"],
    ["plain HTTP", { url: "http://www.example.org" }, "url"],
    ["a path without a slash", { path: "health" }, "path"],
    ["too few places", { regions: ["us-east-1"] }, "name three or more"],
    ["a text that is too long", { contains: "x".repeat(256) }, "contains"],
  ] as [string, Partial<HealthCheckArgs>, string][])
    it(`refuses ${what}`, async () => {
      expect((await errorOf(make(more))).message).to.contain(text);
    });
});
