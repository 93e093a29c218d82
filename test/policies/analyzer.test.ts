import { expect } from "chai";
import { EnforcementLevel } from "@pulumi/pulumi/proto/analyzer_pb";
import { rules } from "../../policies/rules";
import { allCases } from "./cases";
import { startAnalyzer, type Analyzer } from "./support/analyzer";
import { recorded, res, U } from "./support/cases";
import { casesOf } from "./support/run-cases";

// What the engine runs is this process with this protocol; its proxies, defaults and filters are in between.
describe("policies/pack, asked by the engine's protocol", function () {
  this.timeout(120_000);
  let analyzer: Analyzer;
  before(async () => {
    analyzer = await startAnalyzer();
  });
  after(() => analyzer?.stop());

  const kindOf = new Map(rules.map(({ name, kind }) => [name, kind]));
  /** A rule that needs the resource's provider cannot be asked without one. */
  const cases = casesOf(...Object.values(allCases)).filter(({ resources }) =>
    resources.every((each) => !each.provider),
  );

  it("serves every rule once, each kind as the engine knows it, and the rules about exceptions", async () => {
    const { name, policies } = await analyzer.info();
    expect(name).to.equal("platform-guardrails");
    const expected = [...rules.map((rule) => rule.name), "exception-expired", "exception-unused", "exception-invalid"];
    expect(policies.map((policy) => policy.name)).to.deep.equal(expected);
    for (const policy of policies) {
      expect(policy.isStack, policy.name).to.equal((kindOf.get(policy.name) ?? "stack") === "stack");
      expect(policy.level, policy.name).to.be.oneOf([EnforcementLevel.ADVISORY, EnforcementLevel.MANDATORY]);
    }
  });

  it("judges every case about one resource as in process, with unknown values as the engine sends them", async () => {
    const wrong: string[] = [];
    for (const { rule, name, resources, expected } of cases.filter((each) => kindOf.get(each.rule) === "resource")) {
      const found = (await Promise.all(resources.map((each) => analyzer.analyze(each)))).flat();
      const urns = [...new Set(found.filter((each) => each.policy === rule).map((each) => each.urn))].sort();
      if (JSON.stringify(urns) !== JSON.stringify([...expected].sort())) wrong.push(`${rule} ${name}: ${urns.join()}`);
      if (found.some((each) => each.message.includes("can't run policy")))
        wrong.push(`${rule} ${name} hit an unknown value`);
    }
    expect(wrong).to.deep.equal([]);
  });

  it("judges every case about relations as in process", async () => {
    const wrong: string[] = [];
    for (const { rule, name, resources, expected } of cases.filter((each) => kindOf.get(each.rule) === "stack")) {
      const found = await analyzer.analyzeStack(resources);
      const urns = [...new Set(found.filter((each) => each.policy === rule).map((each) => each.urn))].sort();
      if (JSON.stringify(urns) !== JSON.stringify([...expected].sort())) wrong.push(`${rule} ${name}: ${urns.join()}`);
    }
    expect(wrong).to.deep.equal([]);
  });

  it("says what to do, and quotes no value", async () => {
    const secret = "AKIAIOSFODNN7EXAMPLE";
    const [fn] = recorded(
      { bad: {}, good: {} },
      res("aws:lambda/function:Function", "f", { environment: { variables: { KEY: secret } } }),
      true,
    );
    const found = await analyzer.analyze(fn!);
    const violation = found.find(({ policy }) => policy === "lambda-env-secrets")!;
    expect(violation.level).to.equal(EnforcementLevel.MANDATORY);
    expect(violation.message).to.contain(
      "environment variable KEY holds an AWS access key id. Use the function's role",
    );
    expect(JSON.stringify(found)).not.to.contain(secret);
  });

  it("takes the configuration of a policy-pack configuration file", async () => {
    const [stream] = recorded(
      { bad: {}, good: {} },
      res("aws:kinesis/stream:Stream", "s", { retentionPeriod: 24 }),
      true,
    );
    const reports = async () => (await analyzer.analyze(stream!)).some(({ policy }) => policy === "kinesis-retention");
    expect(await reports()).to.equal(true);
    await analyzer.configure({
      "kinesis-retention": { level: EnforcementLevel.MANDATORY, properties: { minimumHours: 24 } },
    });
    expect(await reports()).to.equal(false);
    await analyzer.configure({});
  });

  it("remediates where it is told to, and leaves unknown and secret values as they are", async () => {
    const [block] = recorded(
      { bad: {}, good: {} },
      res("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "b", {
        bucket: U,
        blockPublicAcls: false,
        ignorePublicAcls: U,
      }),
      true,
    );
    expect(await analyzer.remediate(block!)).to.deep.equal([]);
    await analyzer.configure({
      "s3-public-access-block-settings": { level: EnforcementLevel.REMEDIATE, properties: {} },
    });
    const [remediation] = await analyzer.remediate(block!);
    await analyzer.configure({});
    expect(remediation!.policy).to.equal("s3-public-access-block-settings");
    expect(remediation!.properties).to.include({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      restrictPublicBuckets: true,
    });
    expect(remediation!.properties["bucket"]).to.match(/^04da6b54/);
    expect(remediation!.properties["ignorePublicAcls"]).to.match(/^04da6b54/);
  });
});

describe("policies/pack, by environment", function () {
  this.timeout(120_000);

  /** The pack as the engine starts it for a workload. */
  const start = (stack: string, more: Record<string, string>) =>
    startAnalyzer({
      PULUMI_STACK: stack,
      PULUMI_CONFIG: JSON.stringify({ "platform:kind": "workload", "platform:account": "any", ...more }),
    });
  const table = recorded({ bad: {}, good: {} }, res("aws:dynamodb/table:Table", "t", { hashKey: "id" }), true)[0]!;
  const parents = "platform:stacks:System$platform:data:Table$";

  for (const stack of ["prod", "live"]) {
    it(`is stricter in production, by the configuration that the engine gives: ${stack}`, async () => {
      const analyzer = await start(stack, {});
      try {
        const { policies } = await analyzer.info();
        const low = policies.find(({ name }) => name === "apigw-xray");
        expect(low!.level).to.equal(EnforcementLevel.MANDATORY);
        const urn = `urn:pulumi:${stack}::platform::${parents}aws:dynamodb/table:Table::t`;
        const found = await analyzer.analyze({ ...table, urn });
        const refusal = found.find(({ policy }) => policy === "dynamodb-deletion-protection")!;
        expect(refusal.level).to.equal(EnforcementLevel.MANDATORY);
        expect(refusal.message).to.match(/of policies\/exceptions\.yaml accepts it where .* only, not here\. /);
      } finally {
        analyzer.stop();
      }
    });
  }

  it("accepts in a stack of any name what exceptions accept by its properties", async () => {
    const analyzer = await start("staging", { "platform:production": "false", "platform:removal": "destroy" });
    try {
      const { policies } = await analyzer.info();
      expect(policies.find(({ name }) => name === "apigw-xray")!.level).to.equal(EnforcementLevel.ADVISORY);
      const urn = `urn:pulumi:staging::platform::${parents}aws:dynamodb/table:Table::t`;
      const found = await analyzer.analyze({ ...table, urn });
      const names = found.map(({ policy }) => policy);
      expect(names).to.include("dynamodb-pitr").and.not.include("dynamodb-deletion-protection");
    } finally {
      analyzer.stop();
    }
  });
});
