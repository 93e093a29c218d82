import { expect } from "chai";
import { resourceRule } from "../../policies/core/rule";
import type { PolicyEnvironment } from "../../policies/environment";
import { loadLevels, settingOf } from "../../policies/levels";
import { rules } from "../../policies/rules";
import { runPack } from "../../policies/run-in-process";
import { recorded, res } from "./support/cases";

const rule = (name: string) => rules.find((each) => each.name === name)!;
const stream = recorded({ bad: {}, good: {} }, res("aws:kinesis/stream:Stream", "s", { retentionPeriod: 48 }), true);

describe("policies/levels", () => {
  it("goes by severity, then by rule; an environment's word wins over the defaults", () => {
    const levels = loadLevels(
      rules,
      `
defaults:
  severities: { high: mandatory, low: advisory }
  rules: { apigw-xray: disabled }
environments:
  prod: { severities: { low: mandatory }, rules: { kms-rotation: advisory } }
`,
    );
    expect(settingOf(levels, rule("kms-lockout-check"), { name: "dev" }).level).to.equal("mandatory");
    expect(settingOf(levels, rule("kinesis-retention"), { name: "dev" }).level).to.equal("advisory");
    expect(settingOf(levels, rule("kinesis-retention"), { name: "prod" }).level).to.equal("mandatory");
    expect(settingOf(levels, rule("apigw-xray"), { name: "prod" }).level).to.equal("disabled");
    expect(settingOf(levels, rule("kms-rotation"), { name: "prod" }).level).to.equal("advisory");
    expect(settingOf(levels, rule("kms-rotation")).level).to.equal("mandatory");
  });

  it("configures a rule for one environment, and leaves the others at the default", () => {
    const levels = loadLevels(
      rules,
      "defaults: {}\nenvironments: { dev: { rules: { kinesis-retention: { minimumHours: 24 } } } }",
    );
    const found = (environment: string) =>
      runPack(stream, { levels, environment, exceptions: [] }).filter((each) => each.rule === "kinesis-retention")
        .length;
    expect(found("dev")).to.equal(0);
    expect(found("prod")).to.equal(1);
  });

  it("are production's for every stack that is, whatever its name, and for no other", () => {
    const levels = loadLevels(
      rules,
      `
defaults: { severities: { low: advisory } }
production: { severities: { low: mandatory }, rules: { apigw-xray: mandatory } }
environments: { prod: { rules: { apigw-xray: advisory } } }
`,
    );
    const of = (name: string, environment: PolicyEnvironment) => settingOf(levels, rule(name), environment).level;
    for (const name of ["prod", "prod-eu", "live", undefined])
      expect(of("kinesis-retention", { name, production: true }), name).to.equal("mandatory");
    expect(of("kinesis-retention", { name: "prod", production: false })).to.equal("advisory");
    expect(of("kinesis-retention", { name: "baseline-prod" })).to.equal("advisory");
    expect(of("apigw-xray", { name: "live", production: true })).to.equal("mandatory");
    expect(of("apigw-xray", { name: "prod", production: true })).to.equal("advisory");
  });

  it("of the platform itself refuse in every production stack what they refuse in prod", () => {
    const levels = loadLevels(rules);
    for (const each of rules) {
      const [prod, live] = ["prod", "live"].map((name) => settingOf(levels, each, { name, production: true }));
      expect(live, each.name).to.deep.equal(prod);
      expect(prod!.level, each.name).to.not.equal("advisory");
    }
  });

  const wrong: Record<string, [string, string]> = {
    "a misspelt rule of production": [
      "defaults: {}\nproduction: { rules: { xray: disabled } }",
      'production: there is no rule "xray"',
    ],
    "a misspelt rule": [
      "defaults: { rules: { kms-rotatoin: advisory } }",
      'there is no rule "kms-rotatoin"; did you mean "kms-rotation"?',
    ],
    "a misspelt rule of an environment": [
      "defaults: {}\nenvironments: { prod: { rules: { xray: disabled } } }",
      'prod: there is no rule "xray"',
    ],
    "a misspelt setting": [
      "defaults: { rules: { kinesis-retention: { minimumHour: 24 } } }",
      'has no setting "minimumHour"; did you mean "minimumHours"?',
    ],
    "a misspelt level": ["defaults: { rules: { kms-rotation: mandatoy } }", "kms-rotation"],
    "a misspelt severity": ["defaults: { severities: { hihg: mandatory } }", "hihg"],
    "a misspelt key": ["default: {}", "default"],
  };
  for (const [name, [text, message]] of Object.entries(wrong)) {
    it(`refuses ${name}`, () => expect(() => loadLevels(rules, text)).to.throw(message));
  }

  it("runs no disabled rule", () => {
    const levels = loadLevels(rules, "defaults: { rules: { kinesis-retention: disabled } }");
    expect(runPack(stream, { levels, exceptions: [] }).map((each) => each.rule)).not.to.include("kinesis-retention");
  });
});

describe("policies/run-in-process", () => {
  it("goes on after a rule that fails, tells which, and not on what", () => {
    const broken = resourceRule({
      name: "broken-rule",
      title: "A rule that fails",
      why: "Rules have bugs.",
      severity: "low",
      ids: [],
      fix: "Mend it.",
      types: ["aws:kinesis/stream:Stream"],
      check: (resource) => {
        throw new TypeError(`cannot read ${JSON.stringify(resource.properties)}`);
      },
    });
    const violations = runPack(stream, {
      rules: [broken, rule("kinesis-retention")],
      levels: { defaults: {} },
      exceptions: [],
    });
    expect(violations.map((each) => each.rule)).to.deep.equal(["policy-failure", "kinesis-retention"]);
    expect(violations[0]!.message).to.equal("the rule broken-rule itself failed with a TypeError");
  });

  it("passes over what is only read", () => {
    expect(
      runPack(
        stream.map((each) => ({ ...each, read: true })),
        { exceptions: [] },
      ),
    ).to.deep.equal([]);
  });

  it("quotes no value in any message, whatever is in the properties", () => {
    const secret = "s3cr3t-value-that-must-not-appear";
    const strings = ["retentionPeriod", "encryptionType", "streamModeDetails", "kmsKeyId", "name"];
    const everything = rules
      .flatMap(({ types }) => types)
      .map(
        (type, index) =>
          recorded(
            { bad: {}, good: {} },
            res(
              type,
              `r${index}`,
              Object.fromEntries(
                [
                  ...strings,
                  "policy",
                  "acl",
                  "runtime",
                  "protocol",
                  "type",
                  "viewerCertificate",
                  "ingress",
                  "rules",
                  "sslPolicy",
                  "masterPassword",
                  "securityPolicy",
                  "authorization",
                  "mfaConfiguration",
                  "environment",
                  "containerDefinitions",
                ].map((key) => [key, secret]),
              ),
            ),
            true,
          )[0]!,
      );
    const text = JSON.stringify(runPack(everything, { exceptions: [] }));
    expect(text).not.to.contain(secret);
    expect(text).not.to.contain("policy-failure");
  });
});
