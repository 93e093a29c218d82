import { GetMetricDataCommand, type CloudWatchClient, type MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import type { Point } from "./figures";

/** A metric that is asked for. */
export interface MetricQuery {
  namespace: string;
  metric: string;
  dimensions: Record<string, string>;
  stat: "Sum" | "Average" | "Maximum";
}

const PERIOD = 60;
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const MOST_QUERIES = 500;

/**
 * Values of metrics by the minute. The minute in which the run began counts whole, less what `before` says of it.
 *
 * @param start of the run
 * @param before values that were there when the run began
 * @returns in the order of the queries, oldest first, at seconds since the start, none before it
 */
export async function readMetrics(
  client: CloudWatchClient,
  queries: readonly MetricQuery[],
  start: Date,
  before?: readonly (readonly Point[])[],
): Promise<Point[][]> {
  const found: Point[][] = queries.map(() => []);
  const minute = new Date(Math.floor(start.getTime() / 60_000) * 60_000);
  for (let first = 0; first < queries.length; first += MOST_QUERIES) {
    const part = queries.slice(first, first + MOST_QUERIES).map(queryOf);
    let NextToken: string | undefined;
    do {
      const answer = await client.send(
        new GetMetricDataCommand({
          MetricDataQueries: part,
          StartTime: minute,
          EndTime: new Date(Date.now() + 60_000),
          ScanBy: "TimestampAscending",
          NextToken,
        }),
      );
      for (const { Id = "", Timestamps = [], Values = [] } of answer.MetricDataResults ?? []) {
        const index = first + Number(Id.slice(1));
        Timestamps.forEach((time, at) => {
          const seconds = Math.max(0, (time.getTime() - start.getTime()) / 1000);
          found[index]?.push({ at: seconds, value: Values[at] ?? 0 });
        });
      }
      NextToken = answer.NextToken;
    } while (NextToken);
  }
  return found.map((points, index) => {
    const isSum = queries[index]!.stat === "Sum";
    const earlier = isSum ? (before?.[index]?.[0]?.value ?? 0) : 0;
    return points.map((point, at) => (at === 0 ? { ...point, value: point.value - earlier } : point));
  });
}

function queryOf({ namespace, metric, dimensions, stat }: MetricQuery, index: number): MetricDataQuery {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  return {
    Id: `m${index}`,
    MetricStat: { Metric: { Namespace: namespace, MetricName: metric, Dimensions }, Period: PERIOD, Stat: stat },
  };
}
