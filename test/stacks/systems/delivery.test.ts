import { existsSync } from "node:fs";
import * as path from "node:path";
import { expect } from "chai";
import { repositoryRoot } from "../../../stacks/config";
import { ConfigurationError } from "../../../stacks/config/problem";
import { makeDeployments } from "../../../stacks/baseline/deployments";
import type { BaselineEnvironment } from "../../../stacks/config/organization-environment";
import { record, type Recorded } from "../../support/record";
import { load, loadAny, organizationYaml, valuesOf } from "../config/fixture";
import { recordPlatform } from "./platform";

const DELIVERY = {
  repository: "acme/platform",
  approvers: ["owner@acme.io"],
  test: { stack: "dev", account: "dev" },
};
const values = (delivery: object) => ({ "platform:systems": JSON.stringify({ delivery }) });
const PROJECT = "aws:codebuild/project:Project";
const trusting = organizationYaml.replace(
  "owners:",
  "deployment: { pipeline: { account: dev, targets: [prod] } }\nowners:",
);

describe("delivery", function () {
  this.timeout(60_000);
  let platform: Recorded<unknown>;
  before(async () => {
    platform = await recordPlatform(values(DELIVERY));
  });

  it("runs buildspecs that are there", () => {
    const buildspecs = platform.ofType(PROJECT).map(({ inputs }) => (inputs["source"] as any).buildspec as string);
    expect(buildspecs).to.have.length(8);
    for (const file of buildspecs) expect(existsSync(path.join(repositoryRoot, file)), file).to.equal(true);
  });

  it("gives the steps of an environment the one role of its account that they need", () => {
    const variables = (step: string) =>
      Object.fromEntries(
        (platform.one(PROJECT, `delivery-${step}-project`).inputs["environment"] as any).environmentVariables.map(
          ({ name, value }: { name: string; value: string }) => [name, value],
        ),
      );
    const role = (account: string, name: string) => `arn:aws:iam::${account}:role/${name}`;
    expect(variables("deploy-dev")).to.deep.equal({ STACK: "dev", ROLE_ARN: role("111122223333", "PlatformPipeline") });
    expect(variables("deploy-prod")["ROLE_ARN"]).to.equal(role("222233334444", "PlatformPipeline"));
    for (const [step, account] of [
      ["verify-dev", "111122223333"],
      ["review-prod", "222233334444"],
    ] as const)
      expect(variables(step)["ROLE_ARN"], step).to.equal(role(account, "PlatformPipelinePlan"));
    for (const check of ["style", "unit", "security", "policy"]) expect(variables(check)).to.deep.equal({});
  });

  it("asks whom the configuration names, and by default the owner of the stack", async () => {
    const asked = ({ ofType }: Recorded<unknown>) =>
      ofType("aws:sns/topicSubscription:TopicSubscription")
        .filter(({ name }) => name.startsWith("delivery-approve"))
        .map(({ inputs }) => inputs["endpoint"]);
    expect(asked(platform)).to.deep.equal(["owner@acme.io"]);
    const { approvers: _, ...rest } = DELIVERY;
    expect(asked(await recordPlatform(values(rest)))).to.deep.equal(["platform@acme.io"]);
  });

  it("mails through the topics of alarms, which admit events then only", async () => {
    const services = ({ one }: Recorded<unknown>) =>
      JSON.stringify(one("aws:sns/topicPolicy:TopicPolicy", "alarms-critical-topic-policy").inputs["policy"]);
    expect(services(platform)).to.contain("events.amazonaws.com");
    const without = await recordPlatform({ "platform:systems": JSON.stringify({ transfer: {} }) });
    expect(services(without)).not.to.contain("events.amazonaws.com");
  });

  it("is trusted by the baselines of its targets, by the very names of its roles", async () => {
    const trust = async (account: string) => {
      const { environment } = loadAny(valuesOf("baseline", account), trusting);
      const { ofType } = await record(() => makeDeployments(environment as BaselineEnvironment, {}));
      return ofType("aws:iam/role:Role")
        .filter(({ name }) => name.startsWith("pipeline-"))
        .map(({ inputs }) => inputs["assumeRolePolicy"] as string);
    };
    const [deploy, plan] = await trust("prod");
    const own = platform.ofType("aws:iam/role:Role").map(({ inputs }) => inputs["name"] as string);
    const trusted = (document: string) =>
      [...document.matchAll(/111122223333:role\/([\w-]+)/g)].map(([, name]) => name);
    expect(trusted(deploy!)).to.deep.equal(["delivery-deploy-prod-eu-west-1"]);
    expect(trusted(plan!)).to.include("delivery-review-prod-eu-west-1");
    expect(own).to.include.members([...trusted(deploy!), "delivery-review-prod-eu-west-1"]);
    expect(await trust("dev")).to.deep.equal([]);
  });

  for (const [what, delivery, text] of [
    ["an account that there is not", { ...DELIVERY, test: { account: "stage" } }, "stage"],
    ["a stack that is not named like its account", { ...DELIVERY, test: { stack: "int", account: "dev" } }, "dev"],
    ["test and production in one", { ...DELIVERY, test: { stack: "prod", account: "prod" } }, "two stacks"],
    ["a repository without an owner", { ...DELIVERY, repository: "platform" }, "your-company/platform"],
  ] as [string, object, string][])
    it(`refuses ${what}`, () => {
      expect(() => load(values(delivery))).to.throw(ConfigurationError, text);
    });
});
