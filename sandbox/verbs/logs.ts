import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { correlatedLines } from "../logs/correlated-lines";
import { readAllLogs } from "../logs/read-all-logs";
import { functionNames } from "./function-names";
import { clientOptions, runningSandbox } from "./running";
import { UsageError, type Verb } from "./verb";

const POLL_MILLISECONDS = 1000;

export const logs: Verb = {
  name: "logs",
  about:
    "Prints the log records of a function, oldest first; or those of all functions that tell of one request. FUNCTION is its " +
    "name, for example addStudentDetails.",
  positionals: "[FUNCTION]",
  options: { follow: { type: "boolean", short: "f" }, since: { type: "string" }, correlation: { type: "string" } },
  optionHelp: {
    "--correlation ID":
      "what every function did for one request: its correlation_id, or any id that stands in a record",
    "--follow, -f": "go on printing new records until Ctrl-C",
    "--since MINUTES": "records of the last MINUTES only; default all",
  },
  async run({ positionals, values, json }) {
    const [name, ...more] = positionals;
    const id = values["correlation"];
    if (id !== undefined && (name !== undefined || values["follow"] || typeof id !== "string" || id === "")) {
      throw new UsageError(
        "--correlation takes an id, and looks into all functions once: leave function and --follow out",
      );
    }
    if (id === undefined && (!name || more.length > 0)) {
      throw new UsageError("Name one function: npm run sandbox -- logs addStudentDetails");
    }
    const minutes = values["since"] === undefined ? undefined : Number(values["since"]);
    if (minutes !== undefined && !(minutes > 0)) {
      throw new UsageError(`--since is ${JSON.stringify(values["since"])}; use a number of minutes above 0`);
    }
    const client = new CloudWatchLogsClient(clientOptions(runningSandbox().emulator));
    const seen = new Set<string>();
    const start = minutes === undefined ? undefined : Date.now() - minutes * 60_000;
    try {
      if (typeof id === "string") return await printCorrelated(client, id, start, json);
      do {
        await printNew(client, name!, start, seen, json);
        if (values["follow"]) await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
      } while (values["follow"]);
    } finally {
      client.destroy();
    }
    return 0;
  },
};

/** @returns 1 where nothing tells of it */
async function printCorrelated(
  client: CloudWatchLogsClient,
  id: string,
  start: number | undefined,
  json: boolean,
): Promise<number> {
  const lines = correlatedLines(await readAllLogs(client, start), id);
  for (const line of lines) {
    const { at, from, what, fields } = line;
    const more = Object.keys(fields).length > 0 ? ` ${JSON.stringify(fields)}` : "";
    console.log(json ? JSON.stringify(line) : `${at} ${from}: ${what}${more}`);
  }
  if (lines.length === 0) console.error(`No record of any log group has ${JSON.stringify(id)}.`);
  return lines.length > 0 ? 0 : 1;
}

async function printNew(
  client: CloudWatchLogsClient,
  name: string,
  startTime: number | undefined,
  seen: Set<string>,
  json: boolean,
): Promise<void> {
  let nextToken: string | undefined;
  do {
    const page = await client
      .send(new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}`, startTime, nextToken }))
      .catch((error: Error) => {
        if (error.name !== "ResourceNotFoundException") throw error;
        throw new Error(`There is no log group /aws/lambda/${name}; the functions are ${functionNames()}`);
      });
    for (const event of page.events ?? []) {
      const id = event.eventId ?? `${event.timestamp} ${event.logStreamName} ${event.message}`;
      if (seen.has(id)) continue;
      seen.add(id);
      const at = new Date(event.timestamp ?? 0).toISOString();
      console.log(
        json
          ? JSON.stringify({ at, stream: event.logStreamName, message: event.message })
          : `${at} ${event.message?.trimEnd()}`,
      );
    }
    nextToken = page.nextToken === nextToken ? undefined : page.nextToken;
  } while (nextToken);
}
