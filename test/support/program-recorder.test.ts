/* eslint-disable platform/no-resource-in-apply -- what the recorder makes of such resources is tested here */
import { expect } from "chai";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { recordProgram } from "../../tools/plan/program-recorder";
import { unknown } from "../../tools/plan/recorded-resource";
import { errorOf, record, recordBoth, valueOf } from "./record";

const TOPIC = "aws:sns/topic:Topic";

/** A component that makes one topic, however it is told to. */
class Maker extends pulumi.ComponentResource {
  constructor(name: string, make: (parent: Maker) => unknown, opts?: pulumi.ComponentResourceOptions) {
    super("test:index:Maker", name, {}, opts);
    make(this);
  }
}

describe("program recorder", () => {
  describe("records", () => {
    it("children that come late: after other outputs, inside an apply, after timers that the program awaits", async () => {
      const { ofType } = await record(async () => {
        new Maker("maker", (parent) => {
          const first = new aws.sns.Topic("first", {}, { parent });
          first.arn.apply((arn) => {
            const second = new aws.sns.Topic("second", { displayName: arn }, { parent });
            second.arn.apply(() => new aws.sns.Topic("third", {}, { parent }));
          });
        });
        await new Promise((resolve) => setTimeout(resolve, 20));
        new aws.sns.Topic("fourth");
      });
      expect(ofType(TOPIC).map(({ name }) => name)).to.have.members(["first", "second", "third", "fourth"]);
    });

    it("a resource whose input takes many turns to resolve", async () => {
      const slowly = async () => {
        for (let turn = 0; turn < 25; turn++) await new Promise((resolve) => setImmediate(resolve));
        return "slow";
      };
      const { one } = await record(() => void new aws.sns.Topic("topic", { displayName: slowly() }));
      expect(one(TOPIC).inputs["displayName"]).to.equal("slow");
    });

    it("parents, dependencies, protection and aliases", async () => {
      const { one } = await record(() => {
        new Maker("maker", (parent) => {
          const first = new aws.sns.Topic("first", {}, { parent, protect: true, retainOnDelete: true });
          new aws.sns.Topic(
            "second",
            { displayName: first.name },
            {
              parent,
              dependsOn: [first],
              ignoreChanges: ["tags"],
              deleteBeforeReplace: true,
              aliases: [{ name: "old" }],
              additionalSecretOutputs: ["arn"],
            },
          );
        });
      });
      const maker = one("test:index:Maker");
      const first = one(TOPIC, "first");
      const second = one(TOPIC, "second");
      expect(maker.custom).to.equal(false);
      expect(first).to.include({ parent: maker.urn, custom: true, read: false, protect: true, retainOnDelete: true });
      expect(second).to.include({ protect: false, retainOnDelete: false, deleteBeforeReplace: true });
      expect(second.dependsOn).to.include(first.urn);
      expect(second.propertyDependencies["displayName"]).to.deep.equal([first.urn]);
      expect(second.ignoreChanges).to.deep.equal(["tags"]);
      expect(second.additionalSecretOutputs).to.deep.equal(["arn"]);
      expect(JSON.stringify(second.aliases)).to.include('"old"');
      expect(first.urn).to.equal("urn:pulumi:dev::platform::test:index:Maker$aws:sns/topic:Topic::first");
    });

    it("what a component registers as outputs; nothing where it forgot to", async () => {
      const { one } = await record(() => {
        const done = new Maker("done", () => undefined);
        (done as unknown as { registerOutputs(outputs: object): void }).registerOutputs({ url: pulumi.output("u") });
        new Maker("forgotten", () => undefined);
      });
      expect(one("test:index:Maker", "done").outputs).to.deep.equal({ url: "u" });
      expect(one("test:index:Maker", "forgotten").outputs).to.deep.equal({});
    });

    it("resources that are only read", async () => {
      const { one } = await record(() => void aws.sns.Topic.get("known", "arn:aws:sns:eu-west-1:111122223333:known"));
      expect(one(TOPIC)).to.include({ read: true, custom: true });
    });

    it("no input that is undefined", async () => {
      const { one } = await record(() => void new aws.sns.Topic("topic", { displayName: undefined, name: "t" }));
      expect(one(TOPIC).inputs).to.deep.equal({ name: "t" });
    });

    it("assets and archives as such", async () => {
      const archive = new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset("1") });
      const { one } = await record(
        () => void new aws.lambda.Function("f", { role: "arn:aws:iam::111122223333:role/r", code: archive }),
      );
      expect(one("aws:lambda/function:Function").inputs["code"]).to.satisfy(pulumi.asset.AssetArchive.isInstance);
    });
  });

  describe("secrets", () => {
    it("are unwrapped, and noted where they were", async () => {
      const { one } = await record(() => {
        new aws.ssm.Parameter("p", { type: "SecureString", value: pulumi.secret("hidden"), name: "/plain" });
        new aws.sns.Topic("t", { tags: { open: "o", deep: pulumi.secret("d") } });
      });
      const parameter = one("aws:ssm/parameter:Parameter");
      expect(parameter.inputs["value"]).to.equal("hidden");
      expect(parameter.secretInputs).to.deep.equal(["value"]);
      expect(one(TOPIC).inputs["tags"]).to.deep.equal({ open: "o", deep: "d" });
      expect(one(TOPIC).secretInputs).to.have.length(1);
      expect(one(TOPIC).secretInputs[0]).to.match(/^tags/);
    });

    it("stay secret in what is computed from them", async () => {
      const { result } = await record(() => {
        const parameter = new aws.ssm.Parameter("p", { type: "SecureString", value: pulumi.secret("hidden") });
        return { value: parameter.value.apply((value) => value!.toUpperCase()) };
      });
      expect(await pulumi.isSecret(result.value)).to.equal(true);
      expect(await valueOf(result.value)).to.equal("HIDDEN");
    });
  });

  describe("preview", () => {
    it("leaves unknown what only exists after deployment, and keeps what is given", async () => {
      const program = () => {
        const topic = new aws.sns.Topic("topic", { name: "given" });
        return new aws.sqs.Queue("queue", { name: topic.name, policy: topic.arn, tags: { id: topic.id } });
      };
      const [update, preview] = await recordBoth(program);
      expect(update.one("aws:sqs/queue:Queue").inputs).to.deep.equal({
        name: "given",
        policy: "arn:aws:sns:eu-west-1:111122223333:given",
        tags: { id: "topic-id" },
      });
      expect(preview.one("aws:sqs/queue:Queue").inputs).to.deep.equal({
        name: "given",
        policy: unknown,
        tags: { id: unknown },
      });
    });

    it("shows that a resource is made inside an apply: it is missing", async () => {
      const [update, preview] = await recordBoth(() => {
        const topic = new aws.sns.Topic("topic");
        topic.arn.apply(() => new aws.sns.Topic("inner"));
      });
      expect(update.ofType(TOPIC).map(({ name }) => name)).to.deep.equal(["topic", "inner"]);
      expect(preview.ofType(TOPIC).map(({ name }) => name)).to.deep.equal(["topic"]);
    });
  });

  describe("fails", () => {
    it("where two resources have one URN", async () => {
      const error = await errorOf(() => {
        new aws.sns.Topic("same");
        new aws.sns.Topic("same");
      });
      expect(error.message).to.equal(
        "Duplicate resource URN 'urn:pulumi:dev::platform::aws:sns/topic:Topic::same'; try giving it a unique name",
      );
    });

    it("but not where the parents' types differ", async () => {
      const { ofType } = await record(() => {
        new aws.sns.Topic("same");
        new Maker("maker", (parent) => new aws.sns.Topic("same", {}, { parent }));
      });
      expect(ofType(TOPIC)).to.have.length(2);
    });

    it("with the error of an input that is rejected, instead of hanging", async () => {
      const error = await errorOf(() => {
        new aws.sns.Topic("topic", { displayName: pulumi.output(Promise.reject(new Error("no such value"))) });
      });
      expect(error.message).to.include("no such value");
    });

    it("with the error of an output that nobody waits for", async () => {
      const error = await errorOf(() => {
        const topic = new aws.sns.Topic("topic");
        topic.arn.apply(() => expect(1).to.equal(2));
      });
      expect(error.message).to.equal("expected 1 to equal 2");
    });

    it("with the program's own error, thrown or rejected", async () => {
      const thrown = await errorOf(() => {
        throw new Error("thrown");
      });
      const rejected = await errorOf(() => Promise.reject(new Error("rejected")));
      expect([thrown.message, rejected.message]).to.deep.equal(["thrown", "rejected"]);
    });

    it("where a provider function is asked that nobody answers", async () => {
      const error = await errorOf(() => {
        new aws.sns.Topic("topic", { displayName: aws.ec2.getAmiOutput({ owners: ["self"] }).id });
      });
      expect(error.message).to.include("No answer is known for the provider function aws:ec2/getAmi:getAmi");
    });

    it("where configuration is missing, and has none of an earlier program", async () => {
      const read = () => new pulumi.Config("platform").require("kind");
      const { result } = await record(read, { config: { "platform:kind": "workload" } });
      expect(result).to.equal("workload");
      const error = await errorOf(read);
      expect(error.message).to.include("platform:kind");
    });

    it("without leaving requests behind for the next program", async () => {
      const half = () =>
        new Maker("half", () => {
          throw new Error("half way");
        });
      for (let time = 0; time < 10; time++) expect((await errorOf(half)).message).to.equal("half way");
      const { all } = await record(() => new Maker("whole", (parent) => new aws.sns.Topic("part", {}, { parent })));
      expect(all.map(({ name }) => name)).to.deep.equal(["whole", "part"]);
    });

    it("and is whole again for the next program", async () => {
      const listeners = process.listenerCount("unhandledRejection");
      await errorOf(() => {
        new aws.sns.Topic("a");
        throw new Error("half way");
      });
      const { all } = await record(() => void new aws.sns.Topic("b"));
      expect(all.map(({ name }) => name)).to.deep.equal(["b"]);
      expect(process.listenerCount("unhandledRejection")).to.equal(listeners);
    });
  });

  describe("answers", () => {
    it("who and where the program is, by provider", async () => {
      const { result } = await record(async () => {
        const provider = new aws.Provider("other", { region: "us-east-1", allowedAccountIds: ["444455556666"] });
        const ask = async (opts: pulumi.InvokeOutputOptions) => [
          await valueOf(aws.getCallerIdentityOutput({}, opts).accountId),
          await valueOf(aws.getRegionOutput({}, opts).region),
          await valueOf(aws.getPartitionOutput({}, opts).partition),
        ];
        return [await ask({}), await ask({ provider })];
      });
      expect(result).to.deep.equal([
        ["111122223333", "eu-west-1", "aws"],
        ["444455556666", "us-east-1", "aws"],
      ]);
    });

    it("as the options say", async () => {
      const { result, one } = await record(
        async () => {
          const topic = new aws.sns.Topic("topic");
          return [await valueOf(topic.arn), await valueOf(aws.ec2.getAmiOutput({ owners: ["self"] }).id)];
        },
        {
          project: "college",
          stack: "test",
          outputs: (type, name) => (type === TOPIC ? { arn: `arn-of-${name}` } : undefined),
          call: (token) => (token === "aws:ec2/getAmi:getAmi" ? { id: "ami-1" } : undefined),
        },
      );
      expect(result).to.deep.equal(["arn-of-topic", "ami-1"]);
      expect(one(TOPIC).urn).to.equal("urn:pulumi:test::college::aws:sns/topic:Topic::topic");
    });

    it("what another stack exports", async () => {
      const { result } = await record(
        () => valueOf(new pulumi.StackReference("organization/platform/security").requireOutput("bucket")),
        { outputs: (type) => (type === "pulumi:pulumi:StackReference" ? { outputs: { bucket: "logs" } } : undefined) },
      );
      expect(result).to.equal("logs");
    });

    it("which provider a resource uses, also where it is inherited", async () => {
      const { one } = await record(() => {
        const provider = new aws.Provider("other", { region: "us-east-1", allowedAccountIds: ["444455556666"] });
        new Maker("maker", (parent) => new aws.sns.Topic("topic", {}, { parent }), { providers: [provider] });
      });
      const [urn] = one(TOPIC).provider!.split(/::(?=[^:]*$)/);
      expect(urn).to.equal(one("pulumi:providers:aws").urn);
    });
  });

  it("returns what the program returned, with everything registered", async () => {
    const { result, resources } = await recordProgram(() => new aws.sns.Topic("topic"));
    expect(resources).to.have.length(1);
    expect(await valueOf(result.arn)).to.equal("arn:aws:sns:eu-west-1:111122223333:topic-id");
  });
});
