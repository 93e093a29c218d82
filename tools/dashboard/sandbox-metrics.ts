import {
  type CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  type MetricDataQuery,
} from "@aws-sdk/client-cloudwatch";
import { OWN_NAMESPACE } from "../../components/observability/counted";
import { metricMath, type Series } from "../alarms/metric-math";
import type { MetricRow, RowOptions, Widget } from "./dashboard-definition";
import { emittedSums } from "./emitted-metrics";
import type { AlarmStateName, Line, MetricSource } from "./metric-data";

/** What is shown: the last three hours, as CloudWatch's own dashboards do. */
const WINDOW_SECONDS = 3 * 60 * 60;

/** Figures of a CloudWatch that answers at a client's endpoint, such as a sandbox's. Formulas are computed here. */
export class CloudWatchMetrics implements MetricSource {
  private readonly end = new Date();
  private logged?: Promise<readonly string[]>;

  /**
   * @param client of the CloudWatch
   * @param logs reads every line of the functions' logs, where that CloudWatch does not take metrics from logs
   */
  constructor(
    private readonly client: CloudWatchClient,
    private readonly logs: () => Promise<readonly string[]> = () => Promise.resolve([]),
  ) {}

  async lines(widget: Widget): Promise<Line[]> {
    const period = widget.properties.period ?? 60;
    const rows = (widget.properties.metrics ?? []).map((row, index) => parsed(row, index));
    const plain = rows.filter(({ options }) => !options.expression);
    const found = await this.series(plain, period);
    const scope = Object.fromEntries(plain.map(({ id }, index) => [id, found[index]!]));
    return rows
      .filter(({ options }) => options.visible !== false)
      .map(({ id, options, metric }) => ({
        label: options.label ?? metric ?? id,
        values: options.expression ? computed(options.expression, scope) : scope[id]!,
      }));
  }

  async states(arns: readonly string[]): Promise<ReadonlyMap<string, AlarmStateName>> {
    const states = new Map<string, AlarmStateName>();
    for (let at = 0; at < arns.length; at += 100) {
      const AlarmNames = arns.slice(at, at + 100).map((arn) => arn.split(":alarm:")[1] ?? arn);
      const { MetricAlarms = [], CompositeAlarms = [] } = await this.client.send(
        new DescribeAlarmsCommand({ AlarmNames, AlarmTypes: ["MetricAlarm", "CompositeAlarm"], MaxRecords: 100 }),
      );
      for (const { AlarmArn, StateValue } of [...MetricAlarms, ...CompositeAlarms]) {
        if (AlarmArn && StateValue) states.set(AlarmArn, StateValue);
      }
    }
    return states;
  }

  private async series(rows: ParsedRow[], period: number): Promise<Series[]> {
    if (rows.length === 0) return [];
    const queries: MetricDataQuery[] = rows.map(({ namespace, metric, dimensions, options }, index) => ({
      Id: `m${index}`,
      MetricStat: {
        Metric: { Namespace: namespace, MetricName: metric, Dimensions: dimensions },
        Period: period,
        Stat: options.stat ?? "Average",
      },
    }));
    const start = new Date(this.end.getTime() - WINDOW_SECONDS * 1000);
    const { MetricDataResults = [] } = await this.client.send(
      new GetMetricDataCommand({ MetricDataQueries: queries, StartTime: start, EndTime: this.end }),
    );
    const slots = Math.ceil(WINDOW_SECONDS / period);
    const isOwn = rows.some(({ namespace }) => namespace === OWN_NAMESPACE);
    const logged = isOwn ? await (this.logged ??= this.logs()) : [];
    return rows.map(({ namespace = "", metric = "", dimensions }, index) => {
      if (namespace === OWN_NAMESPACE) {
        const window = { start: start.getTime(), period: period * 1000, slots };
        const sums = emittedSums(logged, { namespace, metric, dimensions }, window);
        if (sums.some((sum) => sum !== undefined)) return sums;
      }
      const values = new Array<number | undefined>(slots).fill(undefined);
      const result = MetricDataResults.find(({ Id }) => Id === `m${index}`);
      result?.Timestamps?.forEach((time, at) => {
        const slot = Math.floor((time.getTime() - start.getTime()) / 1000 / period);
        if (slot >= 0 && slot < slots) values[slot] = result.Values?.[at];
      });
      return values;
    });
  }
}

/** Nobody here learns what is expected of a metric, or knows an account's limits, so that these have no figures. */
function computed(expression: string, scope: Readonly<Record<string, Series>>): Series {
  return /\b(ANOMALY_DETECTION_BAND|SERVICE_QUOTA)\(/.test(expression) ? [] : metricMath(expression, scope);
}

interface ParsedRow {
  id: string;
  namespace?: string;
  metric?: string;
  dimensions: { Name: string; Value: string }[];
  options: RowOptions;
}

function parsed(row: MetricRow, index: number): ParsedRow {
  const last = row.at(-1);
  const options = typeof last === "object" ? last : {};
  const texts = row.filter((each) => typeof each === "string");
  const [namespace, metric, ...pairs] = texts;
  const dimensions = pairs.flatMap((Name, at) => (at % 2 === 0 ? [{ Name, Value: pairs[at + 1] ?? "" }] : []));
  return { id: options.id ?? `row${index}`, namespace, metric, dimensions, options };
}
