import { FilterLogEventsCommand, type CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { LoggedError, Point } from "./figures";

/** What a function's log says of the run. */
export interface LogFigures {
  errors: LoggedError[];
  /** Its own metrics, which it writes in the embedded metric format, by name. */
  counters: Map<string, Point[]>;
  /** Milliseconds of each invocation that Lambda reported. */
  durations: number[];
  /** True where there was more than is read. */
  isCut: boolean;
}

/** Pages that are read of a function's log; each holds up to 10,000 lines. */
const MOST_PAGES = 40;

/** Reads the log that a function wrote since the run began. */
export async function readLogs(client: CloudWatchLogsClient, name: string, start: Date): Promise<LogFigures> {
  const errors: LoggedError[] = [];
  const counters = new Map<string, Point[]>();
  const durations: number[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await client.send(
      new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}`, startTime: start.getTime(), nextToken }),
    );
    for (const { message = "", timestamp = 0 } of answer.events ?? []) {
      const line = parsed(message);
      const duration = durationOf(message, line);
      if (duration !== undefined) durations.push(duration);
      if (!line) continue;
      const at = Math.max(0, (timestamp - start.getTime()) / 1000);
      if (line["_aws"]) {
        for (const counter of metricsOf(line)) {
          const points = counters.get(counter) ?? [];
          counters.set(counter, points);
          points.push({ at, value: Number(line[counter]) });
        }
      } else if (line["level"] === "ERROR" || line["level"] === "CRITICAL") {
        const { name: error } = (line["error"] ?? {}) as { name?: unknown };
        errors.push({ at, function: name, error: String(error ?? line["message"] ?? "an error") });
      }
    }
    nextToken = answer.nextToken;
    if (!nextToken) return { errors, counters, durations, isCut: false };
  }
  return { errors, counters, durations, isCut: true };
}

type Line = Record<string, unknown>;

function parsed(message: string): Line | undefined {
  const start = message.indexOf("{");
  if (start < 0) return undefined;
  try {
    return JSON.parse(message.slice(start)) as Line;
  } catch {
    return undefined;
  }
}

/** Lambda's own line at the end of an invocation, as text or as JSON, by the function's log format. */
function durationOf(message: string, line: Line | undefined): number | undefined {
  const text = /^REPORT RequestId: .*?\bDuration: ([\d.]+) ms/s.exec(message)?.[1];
  if (text !== undefined) return Number(text);
  if (line?.["type"] !== "platform.report") return undefined;
  const { metrics } = (line["record"] ?? {}) as { metrics?: { durationMs?: unknown } };
  return typeof metrics?.durationMs === "number" ? metrics.durationMs : undefined;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
function metricsOf(line: Line): string[] {
  const { CloudWatchMetrics = [] } = line["_aws"] as { CloudWatchMetrics?: { Metrics?: { Name: string }[] }[] };
  return CloudWatchMetrics.flatMap(({ Metrics = [] }) => Metrics.map(({ Name }) => Name));
}
