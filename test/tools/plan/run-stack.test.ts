import * as aws from "@pulumi/aws";
import { expect } from "chai";
import { runPack } from "../../../policies/run-in-process";
import { ConfigurationError } from "../../../stacks/config/problem";
import { planText } from "../../../tools/plan/golden";
import { runStack } from "../../../tools/plan/run-stack";
import { platformYaml } from "../../stacks/config/fixture";
import { devYaml, makeRoot, smallProgram, type SmallProgramChange } from "./fixture";

describe("a plan", () => {
  let root: string;
  let remove: () => void;
  beforeEach(() => ({ root, remove } = makeRoot()));
  afterEach(() => remove());
  const run = (change: SmallProgramChange = {}) => runStack({ stack: "dev", root, program: smallProgram(change) });
  const policyAddress = "platform:data:Store$aws:iam/rolePolicy:RolePolicy::students-policy";

  it("holds every resource with its parent, account and region", async () => {
    const { plan } = await run();
    expect(Object.keys(plan.resources)).to.deep.equal([
      "aws:sns/topic:Topic::alarms",
      "platform:data:Store$aws:dynamodb/table:Table::students-table",
      "platform:data:Store$aws:iam/role:Role::students-role",
      policyAddress,
      "platform:data:Store$aws:lambda/function:Function::students-function",
      "platform:data:Store::students",
      "pulumi:providers:aws::dev-eu-west-1",
      "pulumi:providers:aws::dev-us-east-1",
    ]);
    expect(plan.resources["aws:sns/topic:Topic::alarms"]).to.deep.equal({
      location: "111122223333/us-east-1",
      inputs: {},
    });
    expect(plan.resources["platform:data:Store$aws:dynamodb/table:Table::students-table"]).to.deep.include({
      parent: "platform:data:Store::students",
      location: "111122223333/eu-west-1",
      protect: true,
    });
    expect(plan.resources["platform:data:Store::students"]).to.deep.equal({});
  });

  it("shows policy documents as objects, with the ARNs that AWS will give", async () => {
    const { plan } = await run();
    expect(plan.resources[policyAddress]!.inputs!["policy"]).to.deep.equal({
      "${json}": {
        Statement: [
          {
            Action: "dynamodb:PutItem",
            Effect: "Allow",
            Resource: "arn:aws:dynamodb:eu-west-1:111122223333:table/Students",
          },
        ],
      },
    });
  });

  it("shows no secret, no built content and no path of this machine, and texts line by line", async () => {
    const { plan } = await run({
      more: (providers) => {
        new aws.sns.Topic("path", { displayName: `${root}/web` }, { provider: providers.regional });
      },
    });
    const text = planText(plan);
    expect(text).to.not.contain("swordfish");
    expect(text).to.not.contain(root);
    expect(text).to.contain("${root}/web");
    const inputs = plan.resources["platform:data:Store$aws:lambda/function:Function::students-function"]!.inputs!;
    expect(inputs).to.include({ environment: "${secret}", code: "${asset}", sourceCodeHash: "${hash}" });
    expect(inputs["description"]).to.deep.equal({ "${lines}": ["first line", "second line"] });
  });

  it("marks what is known only after deployment", async () => {
    const { plan } = await run({
      more: (providers) => {
        const certificate = new aws.acm.Certificate("web", { domainName: "acme.io" }, { provider: providers.regional });
        const options = certificate.domainValidationOptions.apply((list) => list[0]!.resourceRecordName);
        new aws.sns.Topic("record", { name: options, displayName: options }, { provider: providers.regional });
      },
    });
    const topic = plan.resources["aws:sns/topic:Topic::record"]!;
    expect(topic.inputs).to.deep.equal({ displayName: "${unknown}", name: "${unknown}" });
  });

  it("is the same text each time", async () => {
    expect(planText((await run()).plan)).to.equal(planText((await run()).plan));
  });

  it("does not change with the code of a function", async () => {
    expect(planText((await run({ code: "two" })).plan)).to.equal(planText((await run()).plan));
  });

  it("is refused where a resource names no provider", async () => {
    const { problems } = await run({ more: () => void new aws.sqs.Queue("stray") });
    expect(problems).to.have.length(1);
    expect(problems[0]).to.match(/^aws:sqs\/queue:Queue "stray" names no provider/);
  });

  it("is refused where functions reserve more than the account has", async () => {
    const { problems, concurrency } = await run({ reserved: 901 });
    expect(concurrency).to.deep.include({ reserved: 901, reservable: 900 });
    expect(problems[0]).to.contain("addStudentDetails 901");
    expect((await run({ reserved: 900 })).problems).to.deep.equal([]);
  });

  it("hands the resources and the configuration to the policy pack", async () => {
    const { violations } = await runStack({
      stack: "dev",
      root,
      program: smallProgram(),
      judge: (resources, context) => {
        expect(context.config["platform:kind"]).to.equal("workload");
        const topic = resources.find(({ type }) => type === "aws:sns/topic:Topic")!;
        return runPack([topic], { environment: context.stack, exceptions: [] });
      },
    });
    expect(violations.map(({ rule }) => rule)).to.include("sns-encrypted");
  });

  it("fails with the configuration's problems before the program runs", async () => {
    remove();
    ({ root, remove } = makeRoot(platformYaml, devYaml.replace("account: dev", "account: dve")));
    const error = await run().catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(ConfigurationError);
    expect((error as Error).message).to.contain("did you mean dev?");
  });

  it("fails with the program's own error", async () => {
    const error = await run({
      more: () => {
        throw new Error("the program is wrong");
      },
    }).catch((reason: unknown) => reason);
    expect((error as Error).message).to.equal("the program is wrong");
  });
});
