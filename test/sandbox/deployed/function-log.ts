import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { clientSettings } from "./executions";

/** What a function has logged, oldest first. Faster than the verb `logs`, for tests that ask again and again. */
export async function functionLog(name: string): Promise<string[]> {
  const logs = new CloudWatchLogsClient(clientSettings());
  const lines: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await logs.send(new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}`, nextToken }));
    lines.push(...(page.events ?? []).map(({ message = "" }) => message));
    nextToken = page.nextToken === nextToken ? undefined : page.nextToken;
  } while (nextToken);
  logs.destroy();
  return lines;
}
