import {
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
  type CloudWatchLogsClient,
} from "@aws-sdk/client-cloudwatch-logs";
import { inParallel } from "../../functions/shared/in-parallel";
import type { LogRecord } from "./correlated-lines";

/** Log groups that are read at a time. */
const AT_A_TIME = 8;

/**
 * Every record of every log group.
 *
 * @param startTime milliseconds since 1970. Default from the beginning
 */
export async function readAllLogs(client: CloudWatchLogsClient, startTime?: number): Promise<LogRecord[]> {
  const groups: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(new DescribeLogGroupsCommand({ nextToken }));
    groups.push(...(page.logGroups ?? []).flatMap(({ logGroupName }) => logGroupName ?? []));
    nextToken = page.nextToken;
  } while (nextToken);
  const records: LogRecord[] = [];
  const errors = await inParallel(groups, AT_A_TIME, async (group) => {
    records.push(...(await readGroup(client, group, startTime)));
  });
  for (const error of errors.values()) throw error;
  return records;
}

async function readGroup(client: CloudWatchLogsClient, group: string, startTime?: number): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(new FilterLogEventsCommand({ logGroupName: group, startTime, nextToken }));
    for (const { timestamp = 0, message = "" } of page.events ?? []) records.push({ group, timestamp, message });
    nextToken = page.nextToken === nextToken ? undefined : page.nextToken;
  } while (nextToken);
  return records;
}
