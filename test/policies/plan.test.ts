import { expect } from "chai";
import { runPackForPlan } from "../../policies/run-for-plan";
import { packConfigProblems } from "../../tools/policies/check-pack-config";
import { recorded, res } from "./support/cases";

const certificate = (name: string) =>
  recorded({ bad: {}, good: {} }, res("aws:apigateway/stage:Stage", name, { xrayTracingEnabled: true }), true).map(
    (each) => ({
      ...each,
      urn: `urn:pulumi:dev::platform::platform:api:RestApi$aws:apigateway/stage:Stage::${name}`,
    }),
  );

describe("policies/run-for-plan", () => {
  it("gives the plan what refuses and what warns, with the fix, and leaves out what is excepted", async () => {
    const context = { stack: "dev", project: "platform", config: {} };
    const of = async (name: string) =>
      (await runPackForPlan(certificate(name), context)).filter(({ policy }) => policy.startsWith("apigw-"));
    const found = await of("other-stage");
    expect(found.map(({ policy, enforcement }) => [policy, enforcement])).to.have.deep.members([
      ["apigw-access-logs", "mandatory"],
      ["apigw-client-cert", "advisory"],
      ["apigw-execution-logging", "mandatory"],
      ["apigw-waf", "mandatory"],
    ]);
    expect(found[0]!.message).to.match(/^accessLogSettings.destinationArn is not set\. Set /);
    expect((await of("students-api-stage")).map(({ policy }) => policy)).not.to.include("apigw-client-cert");
  });
});

describe("tools/policies/check-pack-config", () => {
  it("finds misspelt rules and settings, which the engine would pass over", () => {
    const text = JSON.stringify({
      all: "advisory",
      "kms-rotation": "disabled",
      "kms-rotatoin": "disabled",
      "kinesis-retention": { enforcementLevel: "mandatory", minimumHours: 24, minimumHour: 24 },
      "exception-unused": "mandatory",
    });
    expect(packConfigProblems(text)).to.deep.equal([
      'there is no rule "kms-rotatoin"; did you mean "kms-rotation"?',
      'rule kinesis-retention has no setting "minimumHour"; did you mean "minimumHours"?',
    ]);
  });
});
