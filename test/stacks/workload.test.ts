import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { InputError } from "../../components/input-error";
import type { Monitoring } from "../../components/observability/monitoring";
import type { Environment } from "../../stacks/config/environment";
import { repositoryRoot } from "../../stacks/config";
import { systemSchemas } from "../../stacks/config/systems-schema";
import { systems } from "../../stacks/systems";
import type { System, SystemContext, SystemResult } from "../../stacks/systems/system";
import { workload } from "../../stacks/workload";
import { record, recordBoth, valueOf } from "../support/record";
import { load, platformYaml } from "./config/fixture";

/** An environment in `region` with the systems that are named. */
function environmentOf(names: string[], region = "eu-west-1", values: Record<string, string> = {}): Environment {
  const on = Object.fromEntries(names.map((name) => [name, {}]));
  const yaml = platformYaml.replaceAll("eu-west-1", region);
  return load({ "platform:systems": JSON.stringify(on), ...values }, yaml).environment;
}

const monitoring = (component: string, dimension: pulumi.Input<string>): Monitoring => ({
  title: `Queue ${component}`,
  component,
  widgets: [],
  alarms: [
    {
      name: "old",
      severity: "critical",
      metric: {
        namespace: "AWS/SQS",
        name: "ApproximateAgeOfOldestMessage",
        dimensions: { QueueName: dimension },
        statistic: "Maximum",
      },
      comparison: "GreaterThanThreshold",
      threshold: 60,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      treatMissingData: "notBreaching",
      description: "Too old.",
      reason: "A test.",
    },
  ],
});

/** A system of one queue, which does with its context what `use` says. */
function queueSystem<Name extends "intake" | "web">(
  name: Name,
  use: (context: SystemContext<Name>) => void = () => undefined,
  needs: System["needs"] = [],
): System<Name, SystemResult & { queue: aws.sqs.Queue }> {
  return {
    name,
    needs,
    build: (context) => {
      use(context);
      const queue = new aws.sqs.Queue(name, { kmsMasterKeyId: context.key().arn }, { parent: context.options.parent });
      return { queue, outputs: { url: queue.url }, monitoring: [monitoring(name, queue.name)] };
    },
  };
}

describe("a workload", () => {
  it("makes what its systems share once, and nothing of a system that is off", async () => {
    const program = () => workload(environmentOf(["intake"]), [queueSystem("intake"), queueSystem("web")]);
    for (const recorded of await recordBoth(program)) {
      const names = recorded.ofType("platform:stacks:System").map(({ name }) => name);
      expect(names).to.deep.equal(["shared", "intake"]);
      const topics = recorded.ofType("platform:observability:AlarmTopic").map(({ name }) => name);
      expect(topics).to.deep.equal(["alarms-critical", "alarms-warning", "alarms-direct", "alarms-us-east-1"]);
      expect(recorded.ofType("platform:encryption:Key").map(({ name }) => name)).to.have.members([
        "shared-key",
        "shared-key-us-east-1",
        "intake-key",
      ]);
      recorded.one("platform:data:Bucket", "access-logs");
      recorded.one("platform:messaging:Queue", "undeliverable");
    }
  });

  it("names an explicit provider for every resource, and gives components their parent", async () => {
    const { all } = await record(() => workload(environmentOf(["intake"]), [queueSystem("intake")]));
    const stray = all.filter(({ custom, provider, type }) => custom && !type.startsWith("pulumi:") && !provider);
    expect(stray).to.deep.equal([]);
    const queue = all.find(({ type, name }) => type === "aws:sqs/queue:Queue" && name === "intake")!;
    expect(queue.parent).to.match(/platform:stacks:System::intake$/);
    expect(queue.provider).to.contain("::dev-eu-west-1::");
    const usEast1 = all.filter(({ provider }) => provider?.includes("::dev-us-east-1::"));
    expect(usEast1.some(({ type }) => type === "aws:sns/topic:Topic")).to.equal(true);
  });

  it("makes one topic and one key less where the region is us-east-1", async () => {
    let same = false;
    const use = (context: SystemContext<"intake">) => {
      same = context.key() === context.keyUsEast1() && context.alarmTopics.usEast1 === context.alarmTopics.critical;
    };
    const program = () => workload(environmentOf(["intake"], "us-east-1"), [queueSystem("intake", use)]);
    const { ofType } = await record(program);
    expect(same).to.equal(true);
    expect(ofType("pulumi:providers:aws")).to.have.length(1);
    const topics = ofType("platform:observability:AlarmTopic").map(({ name }) => name);
    expect(topics).to.deep.equal(["alarms-critical", "alarms-warning", "alarms-direct"]);
    expect(ofType("platform:encryption:Key").map(({ name }) => name)).to.have.members(["shared-key", "intake-key"]);
  });

  it("names a key alike whichever region a system asks for first", async () => {
    const first = (use: (context: SystemContext<"intake">) => unknown) => async () => {
      const system = queueSystem("intake", (context) => void use(context));
      const { ofType } = await record(() => workload(environmentOf(["intake"], "us-east-1"), [system]));
      return ofType("platform:encryption:Key").map(({ urn }) => urn);
    };
    const regional = await first((context) => context.key())();
    expect(await first((context) => context.keyUsEast1())()).to.deep.equal(regional);
  });

  it("makes alarms that reach the topic of their severity, and a dashboard, for each system", async () => {
    const { one, result } = await record(() => workload(environmentOf(["intake"]), [queueSystem("intake")]));
    const alarm = one("aws:cloudwatch/metricAlarm:MetricAlarm", "intake-alarms-intake-old").inputs;
    expect(alarm["name"]).to.equal("dev-intake-intake-old");
    expect(alarm["alarmActions"]).to.deep.equal(["arn:aws:sns:eu-west-1:111122223333:dev-alarms-critical"]);
    const outputs = result as { dashboards: Record<string, pulumi.Output<string>> };
    expect(Object.keys(outputs.dashboards)).to.deep.equal(["account", "shared", "shared-us-east-1", "mails", "intake"]);
    expect(await valueOf(outputs.dashboards["intake"]!)).to.contain("#dashboards/dashboard/dev-intake");
  });

  it("sends the alarms of what makes the mails by a topic of SNS's own mails, and names no teller in them", async () => {
    const { one, ofType } = await record(() => workload(environmentOf(["intake"]), [queueSystem("intake")]));
    const alarm = one("aws:cloudwatch/metricAlarm:MetricAlarm", "mails-alarms-alarm-mail-mail-errors").inputs;
    const direct = "arn:aws:sns:eu-west-1:111122223333:dev-alarms-direct";
    expect(alarm["alarmActions"]).to.deep.equal([direct]);
    expect(alarm["alarmDescription"]).not.to.contain("Told by");
    const subscribed = ofType("aws:sns/topicSubscription:TopicSubscription").filter(
      ({ inputs }) => inputs["topic"] === direct,
    );
    expect(subscribed.map(({ inputs }) => inputs["protocol"]))
      .to.include("email")
      .and.not.include("lambda");
  });

  it("watches what is in us-east-1 from there", async () => {
    const base = queueSystem("web");
    const web: System<"web"> = {
      ...base,
      build: (context) => ({ ...base.build(context), monitoringUsEast1: [monitoring("pages", "pages")] }),
    };
    const { one } = await record(() => workload(environmentOf(["web"]), [web]));
    const alarm = one("aws:cloudwatch/metricAlarm:MetricAlarm", "web-us-east-1-alarms-pages-old");
    expect(alarm.provider).to.contain("::dev-us-east-1::");
    expect(alarm.inputs["alarmActions"]).to.deep.equal(["arn:aws:sns:us-east-1:111122223333:dev-alarms-us-east-1"]);
  });

  it("compares with habits only where there are real users", async () => {
    const base = queueSystem("intake");
    const [alarm] = monitoring("unusual", "unusual").alarms;
    const unusual: Monitoring = {
      ...monitoring("unusual", "unusual"),
      alarms: [{ ...alarm!, comparison: "GreaterThanUpperThreshold", threshold: 4 }],
    };
    const intake: System<"intake"> = {
      ...base,
      build: (context) => ({ ...base.build(context), monitoring: [unusual] }),
    };
    const alarmsOf = async (production: boolean) => {
      const environment = { ...environmentOf(["intake"]), production };
      const { ofType } = await record(() => workload(environment, [intake]));
      return ofType("aws:cloudwatch/metricAlarm:MetricAlarm").filter(({ name }) => name.includes("unusual-old"));
    };
    expect(await alarmsOf(false)).to.deep.equal([]);
    expect((await alarmsOf(true)).map(({ inputs }) => inputs["thresholdMetricId"])).to.deep.equal(["band"]);
  });

  it("gives outputs under the keys that others rely on", async () => {
    const { result } = await record(() => workload(environmentOf(["intake"]), [queueSystem("intake")]));
    expect(result).to.deep.include({
      accountId: "111122223333",
      region: "eu-west-1",
      account: { dev: { id: "111122223333", region: "eu-west-1" } },
    });
    expect(result).to.include.keys("intake", "alarmTopic", "dashboards");
    expect(await valueOf(result["alarmTopic"] as pulumi.Output<string>)).to.match(/:dev-alarms-critical$/);
  });

  it("hands one system's result to another that says it needs it, and to no other", async () => {
    const intake = queueSystem("intake");
    let found: aws.sqs.Queue | undefined;
    const use = (context: SystemContext<"web">) => (found = context.resultOf(intake).queue);
    await record(() => workload(environmentOf(["intake", "web"]), [queueSystem("web", use, ["intake"]), intake]));
    expect(found).to.be.instanceOf(aws.sqs.Queue);
    const program = () => workload(environmentOf(["intake", "web"]), [intake, queueSystem("web", use)]);
    const error = await record(program).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(InputError);
    expect((error as Error).message).to.contain('add "intake" to it');
  });

  it("reserves nothing where the environment says so", async () => {
    const reserved: unknown[] = [];
    const use = (context: SystemContext<"intake">) => reserved.push(context.reservedConcurrency(10));
    const exceptions = JSON.stringify([
      { name: "no-reserved-concurrency", reason: "The account is new.", owner: "platform", expires: "2027-01-01" },
    ]);
    await record(() => workload(environmentOf(["intake"]), [queueSystem("intake", use)]));
    const off = environmentOf(["intake"], "eu-west-1", { "platform:exceptions": exceptions });
    await record(() => workload(off, [queueSystem("intake", use)]));
    expect(reserved).to.deep.equal([10, undefined]);
  });
});

describe("the platform's systems", () => {
  it("are those that configuration can switch on", () => {
    expect(systems.map(({ name }) => name)).to.have.members(Object.keys(systemSchemas));
  });

  it("are found from the repository's root", () => {
    expect(repositoryRoot).to.equal(process.cwd());
  });
});
