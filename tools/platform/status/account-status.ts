import {
  DescribeAlarmsCommand,
  ListDashboardsCommand,
  type MetricAlarm,
  type StateValue,
} from "@aws-sdk/client-cloudwatch";
import { ListSubscriptionsCommand } from "@aws-sdk/client-sns";
import type { RegionClients } from "./region-clients";

/** An alarm that somebody should look at. */
export interface AlarmStatus {
  name: string;
  region: string;
  /** `silent`: no data for so long that it could not have fired. `mute`: somebody took its actions away, so that it tells nobody. */
  state: "alarm" | "silent" | "mute";
  /** Since when, ISO 8601. */
  since: string;
  reason: string;
}

/** What an account says of itself. */
export interface AccountStatus {
  alarms: AlarmStatus[];
  /** How many alarms there are. */
  alarmCount: number;
  dashboards: { name: string; region: string }[];
  /** E-mail addresses that were never confirmed, so that nothing reaches them. */
  unconfirmed: { address: string; topic: string; region: string }[];
  /** E-mail addresses that somebody unsubscribed by a mail's last line, so that nothing reaches them any more. */
  unsubscribed: { address: string; topic: string; region: string }[];
}

/** Hours without data after which an alarm counts as silent. Metrics of idle systems pause for a night. */
export const silentAfterHours = 24;

/**
 * Reads an account's alarms, dashboards and subscriptions in each region; nothing is changed.
 *
 * @param clients of each region
 * @param now the clock; for tests
 */
export async function accountStatus(clients: readonly RegionClients[], now = Date.now()): Promise<AccountStatus> {
  const regions = await Promise.all(clients.map((each) => regionStatus(each, now)));
  return {
    alarms: regions.flatMap(({ alarms }) => alarms),
    alarmCount: regions.reduce((sum, { alarmCount }) => sum + alarmCount, 0),
    dashboards: regions.flatMap(({ dashboards }) => dashboards),
    unconfirmed: regions.flatMap(({ unconfirmed }) => unconfirmed),
    unsubscribed: regions.flatMap(({ unsubscribed }) => unsubscribed),
  };
}

/**
 * The alarms of an account that fire now, and nothing else.
 *
 * @param clients of each region
 */
export async function firingAlarms(clients: readonly RegionClients[]): Promise<AlarmStatus[]> {
  const regions = await Promise.all(
    clients.map(async (each) =>
      (await alarmsOf(each, "ALARM")).flatMap((alarm) => alarmStatus(alarm, each.region, Date.now())),
    ),
  );
  return regions.flat().filter(({ state }) => state === "alarm");
}

async function regionStatus(clients: RegionClients, now: number): Promise<AccountStatus> {
  const { region, cloudwatch, sns } = clients;
  const [alarms, dashboards, subscriptions] = await Promise.all([
    alarmsOf(clients),
    pages(async (token) => {
      const page = await cloudwatch.send(new ListDashboardsCommand({ NextToken: token }));
      return { items: page.DashboardEntries ?? [], next: page.NextToken };
    }),
    pages(async (token) => {
      const page = await sns.send(new ListSubscriptionsCommand({ NextToken: token }));
      return { items: page.Subscriptions ?? [], next: page.NextToken };
    }),
  ]);
  // https://docs.aws.amazon.com/sns/latest/dg/sns-delete-subscription-topic.html: SNS keeps what was deleted for two days.
  const mailsThatAre = (state: string) =>
    subscriptions
      .filter(({ Protocol, SubscriptionArn }) => Protocol?.startsWith("email") && SubscriptionArn === state)
      .map(({ Endpoint, TopicArn }) => ({ address: Endpoint ?? "", topic: TopicArn?.split(":").pop() ?? "", region }));
  return {
    alarms: alarms.flatMap((alarm) => alarmStatus(alarm, region, now)),
    alarmCount: alarms.length,
    dashboards: dashboards.flatMap(({ DashboardName: name }) => (name === undefined ? [] : [{ name, region }])),
    unconfirmed: mailsThatAre("PendingConfirmation"),
    unsubscribed: mailsThatAre("Deleted"),
  };
}

function alarmsOf({ cloudwatch }: RegionClients, StateValue?: StateValue): Promise<MetricAlarm[]> {
  return pages(async (token) => {
    const page = await cloudwatch.send(
      new DescribeAlarmsCommand({ NextToken: token, StateValue, AlarmTypes: ["MetricAlarm", "CompositeAlarm"] }),
    );
    return { items: [...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? [])], next: page.NextToken };
  });
}

function alarmStatus(alarm: MetricAlarm, region: string, now: number): AlarmStatus[] {
  const { AlarmName: name = "", StateValue, StateTransitionedTimestamp, StateUpdatedTimestamp, StateReason } = alarm;
  const since = StateTransitionedTimestamp ?? StateUpdatedTimestamp ?? new Date(now);
  const found = { name, region, since: since.toISOString(), reason: StateReason ?? "" };
  if (StateValue === "ALARM") return [{ ...found, state: "alarm" }];
  if (alarm.ActionsEnabled === false) return [{ ...found, state: "mute" }];
  const hours = (now - since.getTime()) / 3_600_000;
  return StateValue === "INSUFFICIENT_DATA" && hours >= silentAfterHours ? [{ ...found, state: "silent" }] : [];
}

async function pages<T>(ask: (token?: string) => Promise<{ items: T[]; next?: string }>): Promise<T[]> {
  const all: T[] = [];
  let token: string | undefined;
  do {
    const { items, next } = await ask(token);
    all.push(...items);
    token = next;
  } while (token !== undefined);
  return all;
}
