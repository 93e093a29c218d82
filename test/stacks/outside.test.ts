import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import * as z from "zod/mini";
import { addressSchema } from "../../functions/probe/address";
import type { StackValues } from "../../stacks/config/stack-values";
import { valueOf, type Recorded } from "../support/record";
import { recordPlatform } from "./systems/platform";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const ON = {
  "platform:systems": JSON.stringify({
    identity: {},
    students: {},
    intake: {},
    users: {},
    trends: {},
    keyed: {},
    web: {},
  }),
};
const FEWER = { "platform:systems": JSON.stringify({ identity: {}, students: {}, intake: {}, web: {} }) };
const settings = (value: unknown): Partial<StackValues> => ({
  ...FEWER,
  "platform:alarmSettings": JSON.stringify(value),
});

interface Asked {
  name: string;
  url: string;
  status: number;
  method: string;
}

function asked({ one }: Recorded<unknown>): Record<string, Asked> {
  const { runConfig } = one("aws:synthetics/canary:Canary").inputs as {
    runConfig: { environmentVariables: { PROBES: string } };
  };
  const probes = JSON.parse(runConfig.environmentVariables.PROBES) as Asked[];
  return Object.fromEntries(probes.map((probe) => [probe.name, probe]));
}

async function addressesOf({ result }: Recorded<unknown>): Promise<Record<string, Asked>> {
  const list = await valueOf(pulumi.output((result as { outside: Asked[] }).outside));
  return Object.fromEntries(list.map((probe) => [probe.name, probe]));
}

describe("a stack, asked from outside", function () {
  this.timeout(60_000);
  let all: Recorded<unknown>;
  before(async () => {
    all = await recordPlatform(ON);
  });

  it("asks every API as a stranger, and every page", () => {
    const probes = asked(all);
    const apis = all.ofType("aws:apigateway/restApi:RestApi").map(({ name }) => name.replace(/-api$/, ""));
    const names = apis.map((name) => `${name}-outside`);
    expect(apis).to.have.length(5);
    expect(Object.keys(probes)).to.have.members([...names, "web-find-outside", "web-profile-outside"]);
    for (const name of names) expect(probes[name], name).to.include({ status: 401 });
    expect(probes["web-profile-outside"]).to.include({ status: 200, method: "GET" });
    expect(probes["students-api-outside"]!.url).to.match(/\/getstudentdetails$/);
    expect(all.one("aws:route53/healthCheck:HealthCheck").name).to.equal("web-outside-check");
  });

  it("says in its outputs what is asked, pages too, for whoever has just deployed", async () => {
    const outside = await addressesOf(all);
    const { "web-outside": page, ...others } = outside;
    expect(Object.keys(others)).to.have.members(Object.keys(asked(all)));
    for (const [name, probe] of Object.entries(asked(all))) expect(others[name], name).to.deep.equal(probe);
    expect(page).to.deep.include({ method: "GET", contains: "<title>" });
    expect(page).not.to.have.property("status");
    expect(page!.url).to.match(/^https:\/\/[^/]+\/$/);
    for (const probe of Object.values(outside)) expect(z.safeParse(addressSchema, probe).success).to.equal(true);
  });

  it("alarms for each in its system, where its metrics are, to the topic of that region", () => {
    const own = all.one(ALARM, "students-alarms-students-api-outside-unreachable").inputs;
    expect(own["alarmActions"]).to.deep.equal(["arn:aws:sns:eu-west-1:111122223333:dev-alarms-critical"]);
    expect(own).to.deep.include({
      treatMissingData: "breaching",
      name: "dev-students-students-api-outside-unreachable",
    });
    const page = all.one(ALARM, "web-us-east-1-alarms-web-outside-unreachable");
    expect(page.provider).to.contain("::dev-us-east-1::");
    expect(page.inputs["alarmActions"]).to.deep.equal(["arn:aws:sns:us-east-1:111122223333:dev-alarms-us-east-1"]);
    const health = all.one("aws:cloudwatch/compositeAlarm:CompositeAlarm", "students-alarms-unhealthy").inputs;
    expect(health["alarmRule"]).to.contain("dev-students-students-api-outside-unreachable");
  });

  it("alarms where the certificate of an address is about to expire, in its own region", async () => {
    const named = await recordPlatform({
      ...FEWER,
      "platform:domain": JSON.stringify({ zone: "main", prefix: "dev" }),
    });
    const api = named.one(ALARM, "students-alarms-students-api-certificate-expiry");
    expect(api.inputs).to.include({ metricName: "DaysToExpiry", threshold: 30 });
    expect(api.provider).to.contain("::dev-eu-west-1::");
    expect(named.one(ALARM, "web-us-east-1-alarms-web-certificate-expiry").provider).to.contain("::dev-us-east-1::");
    const certificates = named.ofType("aws:acm/certificate:Certificate");
    const watched = named.ofType(ALARM).filter(({ inputs }) => inputs["metricName"] === "DaysToExpiry");
    expect(watched).to.have.length(certificates.length);
  });

  it("neither asks nor pays for what is switched off", async () => {
    const some = await recordPlatform(
      settings({ students: { "students-api-outside": false }, intake: false, web: { "web-outside": false } }),
    );
    expect(asked(some)).to.not.have.any.keys("students-api-outside", "intake-api-outside");
    expect(await addressesOf(some)).to.have.keys(Object.keys(asked(some)));
    expect(some.ofType("aws:route53/healthCheck:HealthCheck")).to.deep.equal([]);
    expect(some.ofType(ALARM).map(({ name }) => name)).to.not.include(
      "students-alarms-students-api-outside-unreachable",
    );
  });

  it("has no canary where there is nothing to ask", async () => {
    const none = await recordPlatform({ "platform:systems": JSON.stringify({ network: {} }) });
    expect(none.ofType("aws:synthetics/canary:Canary")).to.deep.equal([]);
    expect(none.result).not.to.have.property("outside");
  });

  it("asks as often as the configuration says", async () => {
    const often = await recordPlatform({ ...FEWER, "platform:outsideProbeMinutes": "1" });
    expect(often.one("aws:synthetics/canary:Canary").inputs["schedule"]).to.deep.equal({
      expression: "rate(1 minute)",
    });
    expect(often.one(ALARM, "students-alarms-students-api-outside-unreachable").inputs["period"]).to.equal(60);
  });
});
