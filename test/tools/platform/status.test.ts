import { CloudWatchClient, DescribeAlarmsCommand, ListDashboardsCommand } from "@aws-sdk/client-cloudwatch";
import { ListSubscriptionsCommand, SNSClient } from "@aws-sdk/client-sns";
import type { UpdateSummary } from "@pulumi/pulumi/automation";
import { mockClient } from "aws-sdk-client-mock";
import { expect } from "chai";
import { accountStatus, firingAlarms } from "../../../tools/platform/status/account-status";
import { regionClients, type RegionClients } from "../../../tools/platform/status/region-clients";
import { needsAttention, stackStatus } from "../../../tools/platform/status/stack-status";
import { statusText } from "../../../tools/platform/status/status-text";
import { stackOf } from "./support/simulated";

const now = Date.parse("2026-06-01T12:00:00Z");
const hoursAgo = (hours: number) => new Date(now - hours * 3_600_000);

describe("the status of an account", () => {
  const cloudwatch = mockClient(CloudWatchClient);
  const sns = mockClient(SNSClient);
  const clients: RegionClients = { region: "eu-west-1", cloudwatch: new CloudWatchClient({}), sns: new SNSClient({}) };

  beforeEach(() => {
    cloudwatch.reset();
    sns.reset();
    cloudwatch.on(DescribeAlarmsCommand).resolves({});
    cloudwatch.on(ListDashboardsCommand).resolves({});
    sns.on(ListSubscriptionsCommand).resolves({});
  });
  after(() => {
    cloudwatch.restore();
    sns.restore();
  });

  it("names alarms that fire, composite ones too, and those without data for a day; over every page", async () => {
    const alarm = (AlarmName: string, StateValue: "OK" | "ALARM" | "INSUFFICIENT_DATA", hours: number) => ({
      AlarmName,
      StateValue,
      StateReason: "because",
      StateTransitionedTimestamp: hoursAgo(hours),
    });
    cloudwatch
      .on(DescribeAlarmsCommand)
      .resolvesOnce({
        MetricAlarms: [alarm("errors", "ALARM", 1), alarm("fine", "OK", 1), alarm("new", "INSUFFICIENT_DATA", 23)],
        NextToken: "more",
      })
      .resolvesOnce({
        MetricAlarms: [alarm("dead", "INSUFFICIENT_DATA", 25)],
        CompositeAlarms: [alarm("all", "ALARM", 2)],
      });
    cloudwatch.on(ListDashboardsCommand).resolves({ DashboardEntries: [{ DashboardName: "dev-students" }] });
    const found = await accountStatus([clients], now);
    expect(found.alarms.map(({ name, state }) => [name, state])).to.deep.equal([
      ["errors", "alarm"],
      ["dead", "silent"],
      ["all", "alarm"],
    ]);
    expect(found.alarms[0]).to.include({ region: "eu-west-1", since: "2026-06-01T11:00:00.000Z", reason: "because" });
    expect(found.alarmCount).to.equal(5);
    expect(found.dashboards).to.deep.equal([{ name: "dev-students", region: "eu-west-1" }]);
    expect(cloudwatch.commandCalls(DescribeAlarmsCommand)[1]!.args[0].input.NextToken).to.equal("more");
  });

  it("can ask for the alarms that fire, and for nothing else", async () => {
    const alarm = (AlarmName: string, StateValue: "OK" | "ALARM") => ({
      AlarmName,
      StateValue,
      StateReason: "because",
      StateTransitionedTimestamp: hoursAgo(1),
    });
    // Also where an emulator gives all.
    cloudwatch
      .on(DescribeAlarmsCommand)
      .resolvesOnce({ MetricAlarms: [alarm("errors", "ALARM"), alarm("fine", "OK")], NextToken: "more" })
      .resolvesOnce({ CompositeAlarms: [alarm("all", "ALARM")] });
    expect((await firingAlarms([clients])).map(({ name }) => name)).to.deep.equal(["errors", "all"]);
    const asked = cloudwatch.commandCalls(DescribeAlarmsCommand).map(({ args }) => args[0].input);
    expect(asked.map(({ StateValue }) => StateValue)).to.deep.equal(["ALARM", "ALARM"]);
    expect(asked[1]!.NextToken).to.equal("more");
    expect(cloudwatch.commandCalls(ListDashboardsCommand)).to.deep.equal([]);
    expect(sns.commandCalls(ListSubscriptionsCommand)).to.deep.equal([]);
  });

  it("names e-mail addresses that were never confirmed, and no other subscription", async () => {
    const TopicArn = "arn:aws:sns:eu-west-1:111122223333:alarms";
    sns.on(ListSubscriptionsCommand).resolves({
      Subscriptions: [
        { Protocol: "email", Endpoint: "a@acme.test", SubscriptionArn: "PendingConfirmation", TopicArn },
        { Protocol: "email", Endpoint: "b@acme.test", SubscriptionArn: `${TopicArn}:1`, TopicArn },
        { Protocol: "https", Endpoint: "https://acme.test", SubscriptionArn: "PendingConfirmation", TopicArn },
      ],
    });
    const { unconfirmed, unsubscribed } = await accountStatus([clients], now);
    expect(unconfirmed).to.deep.equal([{ address: "a@acme.test", topic: "alarms", region: "eu-west-1" }]);
    expect(unsubscribed).to.deep.equal([]);
  });

  it("names alarms whose actions are off, and addresses that were unsubscribed; both need somebody", async () => {
    const TopicArn = "arn:aws:sns:eu-west-1:111122223333:alarms";
    cloudwatch.on(DescribeAlarmsCommand).resolves({
      MetricAlarms: [
        { AlarmName: "muted", StateValue: "OK", ActionsEnabled: false, StateTransitionedTimestamp: hoursAgo(1) },
        { AlarmName: "fine", StateValue: "OK", ActionsEnabled: true, StateTransitionedTimestamp: hoursAgo(1) },
      ],
    });
    sns.on(ListSubscriptionsCommand).resolves({
      Subscriptions: [{ Protocol: "email", Endpoint: "a@acme.test", SubscriptionArn: "Deleted", TopicArn }],
    });
    const found = await accountStatus([clients], now);
    expect(found.alarms.map(({ name, state }) => [name, state])).to.deep.equal([["muted", "mute"]]);
    expect(found.unsubscribed).to.deep.equal([{ address: "a@acme.test", topic: "alarms", region: "eu-west-1" }]);
    const status = { stack: "dev", account: "dev", accountId: "111122223333", zones: [], found, problems: [] };
    expect(needsAttention(status)).to.equal(true);
    expect(needsAttention({ ...status, found: { ...found, alarms: [] } })).to.equal(true);
    const text = statusText([status]);
    expect(text).to.contain("TELLS NOBODY, its actions are off: muted (eu-west-1)");
    expect(text).to.contain("UNSUBSCRIBED a@acme.test gets nothing from alarms (eu-west-1)");
  });

  it("says what could not be read, and hides nothing else by that", async () => {
    cloudwatch
      .on(DescribeAlarmsCommand)
      .rejects(Object.assign(new Error("expired"), { name: "ExpiredTokenException" }));
    const endTime = new Date("2026-05-31T10:00:00Z");
    const summary = { kind: "update", result: "succeeded", endTime, startTime: endTime, resourceChanges: { same: 3 } };
    const status = await stackStatus(stackOf("dev"), {
      clientsFor: () => [clients],
      lastUpdate: () => Promise.resolve(summary as unknown as UpdateSummary),
      outputsOf: () => Promise.resolve({}),
    });
    expect(status.last).to.deep.equal({
      kind: "update",
      result: "succeeded",
      at: "2026-05-31T10:00:00.000Z",
      changes: { same: 3 },
    });
    expect(status.problems[0]).to.contain("alarms and subscriptions: The AWS credentials have expired");
    expect(needsAttention(status)).to.equal(true);
    expect(statusText([status])).to.equal(`dev, account 111122223333 (dev)
  last update: succeeded, 2026-05-31T10:00:00.000Z, 3 unchanged
  not known: alarms and subscriptions: The AWS credentials have expired. Sign in to account 111122223333 (dev) again.

1 of 1 need somebody: dev.`);
  });

  it("needs nobody where all is well", async () => {
    const status = await stackStatus(stackOf("dev"), {
      clientsFor: () => [clients],
      lastUpdate: () => Promise.resolve(undefined),
      outputsOf: () => Promise.resolve({}),
    });
    expect(needsAttention(status)).to.equal(false);
    expect(statusText([status]))
      .to.contain("nothing is deployed yet")
      .and.contain("Nothing needs anybody.");
  });

  it("shows who answers for the zones that a stack made, for whoever has to enter them elsewhere", async () => {
    const zoneIn = async (names: unknown) => {
      const status = await stackStatus(stackOf("dev"), {
        clientsFor: () => [clients],
        lastUpdate: () => Promise.resolve(undefined),
        outputsOf: () => Promise.resolve({ names, region: "eu-west-1" }),
      });
      expect(needsAttention(status)).to.equal(false);
      return statusText([status])
        .split("\n")
        .filter((line) => line.includes("is answered by"));
    };
    const nameServers = ["ns-1.awsdns-01.org", "ns-2.awsdns-02.net"];
    expect(await zoneIn({ name: "dev.acme.io", zoneId: "Z1", nameServers })).to.deep.equal([
      "  dev.acme.io is answered by ns-1.awsdns-01.org, ns-2.awsdns-02.net",
    ]);
    const central = { main: { name: "acme.io", zoneId: "Z2", nameServers }, more: { name: "acme.org", nameServers } };
    expect(await zoneIn(central)).to.deep.equal([
      "  acme.io is answered by ns-1.awsdns-01.org, ns-2.awsdns-02.net",
      "  acme.org is answered by ns-1.awsdns-01.org, ns-2.awsdns-02.net",
    ]);
    // A zone that was there before: whoever has it knows its servers.
    expect(await zoneIn({ name: "acme.io", zoneId: "Z3" })).to.deep.equal([]);
    expect(await zoneIn(undefined)).to.deep.equal([]);
  });

  it("says that the name servers are not known where the outputs cannot be read", async () => {
    const status = await stackStatus(stackOf("dev"), {
      clientsFor: () => [clients],
      lastUpdate: () => Promise.resolve(undefined),
      outputsOf: () => Promise.reject(new Error("no passphrase")),
    });
    expect(status.problems).to.deep.equal(["name servers: no passphrase"]);
    expect(needsAttention(status)).to.equal(true);
  });

  it("is read in the account's region and in us-east-1, once where they are the same", () => {
    const regions = (region: string) =>
      regionClients("http://127.0.0.1:1")({ name: "dev", id: "111122223333", region }).map((each) => each.region);
    expect(regions("eu-west-1")).to.deep.equal(["eu-west-1", "us-east-1"]);
    expect(regions("us-east-1")).to.deep.equal(["us-east-1"]);
  });
});
