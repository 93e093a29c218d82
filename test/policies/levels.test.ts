import { expect } from "chai";
import { resourceRule } from "../../policies/core/rule";
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
    expect(settingOf(levels, rule("kms-lockout-check"), "dev").level).to.equal("mandatory");
    expect(settingOf(levels, rule("kinesis-retention"), "dev").level).to.equal("advisory");
    expect(settingOf(levels, rule("kinesis-retention"), "prod").level).to.equal("mandatory");
    expect(settingOf(levels, rule("apigw-xray"), "prod").level).to.equal("disabled");
    expect(settingOf(levels, rule("kms-rotation"), "prod").level).to.equal("advisory");
    expect(settingOf(levels, rule("kms-rotation"), undefined).level).to.equal("mandatory");
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

  const wrong: Record<string, [string, string]> = {
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
