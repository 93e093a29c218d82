import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { bareProgram } from "../../../tools/bench/bare-program";
import { recordProgram } from "../../../tools/plan/program-recorder";
import { unknown } from "../../../tools/plan/recorded-resource";

/** A queue, and a secret that tells where it is. */
class Pair extends pulumi.ComponentResource {
  constructor(name: string, provider: aws.Provider) {
    super("test:index:Pair", name, {}, { provider });
    const queue = new aws.sqs.Queue(`${name}-jobs`, { kmsDataKeyReusePeriodSeconds: 300 }, { parent: this, provider });
    new aws.ssm.Parameter(
      `${name}-queue`,
      { type: "SecureString", value: pulumi.secret(pulumi.interpolate`at ${queue.url}`), tags: { pair: name } },
      { parent: this, protect: true, ignoreChanges: ["tags"], dependsOn: [queue] },
    );
  }
}

const recorded = (program: () => unknown) => recordProgram(program, { preview: true });

describe("the same resources without components", () => {
  const program = () => {
    const provider = new aws.Provider("own", { region: "eu-west-1", allowedAccountIds: ["111122223333"] });
    new Pair("one", provider);
    new Pair("two", provider);
    aws.sqs.Queue.get("there", "https://sqs/there", {}, { provider });
  };

  it("have the same types, inputs, secrets, options and providers, without parents", async () => {
    const { resources } = await recorded(program);
    const { resources: bare } = await recorded(bareProgram(resources));
    const of = (all: typeof resources) =>
      all
        .filter(({ custom, read }) => custom && !read)
        .map(({ type, inputs, secretInputs, protect, ignoreChanges, provider }) => ({
          type,
          inputs,
          secretInputs,
          protect,
          ignoreChanges,
          provider: provider?.replace(/^.*::(\w+)::.*$/, "$1"),
        }));
    expect(of(bare)).to.deep.equal(of(resources));
    expect(bare.every(({ parent }) => parent === undefined)).to.equal(true);
    expect(bare.filter(({ type }) => type.endsWith(":Parameter")).map(({ inputs }) => inputs["value"])).to.deep.equal([
      unknown,
      unknown,
    ]);
  });

  it("are told apart by name where parents told them apart", async () => {
    const { resources } = await recorded(() => {
      for (const name of ["a", "b"])
        new aws.sns.Topic("topic", {}, { parent: new pulumi.ComponentResource(`test:index:${name}`, name) });
    });
    const { resources: bare } = await recorded(bareProgram(resources));
    expect(bare.map(({ name }) => name)).to.deep.equal(["topic", "topic-1"]);
  });

  it("must be of the provider", async () => {
    const { resources } = await recorded(() => new aws.sns.Topic("topic"));
    const other = resources.map((resource) => ({ ...resource, type: "aws:sns/topic:Subject" }));
    const error = await recorded(bareProgram(other)).catch((thrown: Error) => thrown.message);
    expect(error).to.equal("@pulumi/aws has no class for aws:sns/topic:Subject.");
  });
});
