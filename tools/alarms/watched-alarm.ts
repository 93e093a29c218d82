import { alarmState, type AlarmRule, type AlarmState } from "./alarm-state";
import { metricMath, type Series } from "./metric-math";

/** The part of an `aws.cloudwatch.MetricAlarm`'s inputs that decides when it fires. */
export interface AlarmInputs {
  name: string;
  namespace?: string;
  metricName?: string;
  metricQueries?: {
    id: string;
    expression?: string;
    returnData?: boolean;
    metric?: {
      namespace: string;
      metricName: string;
      dimensions?: Record<string, string>;
      stat: string;
      period?: number;
    };
  }[];
  comparisonOperator: string;
  /** Absent where it is compared with a band. */
  threshold?: number;
  /** Id of the formula that is the band. */
  thresholdMetricId?: string;
  evaluationPeriods: number;
  datapointsToAlarm?: number;
  treatMissingData?: string;
}

/** Id of the metric of an alarm without a formula. */
export const ONLY_METRIC = "metric";

const comparisons: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/** How far beyond a band a value is, above 0 where it breaches. */
const bandComparisons: Readonly<Record<string, (value: number, lower: number, upper: number) => number>> = {
  GreaterThanUpperThreshold: (value, _lower, upper) => value - upper,
  LessThanLowerThreshold: (value, lower) => lower - value,
  LessThanLowerOrGreaterThanUpperThreshold: (value, lower, upper) => Math.max(value - upper, lower - value),
};

const QUOTA = /\bSERVICE_QUOTA\((\w+)\)/g;

/** CloudWatch looks at a little more than the N periods that it needs; its tables show two more. */
const EXTRA_PERIODS = 2;

/** An alarm as CloudWatch would evaluate it, for synthetic series instead of a service's metrics. */
export class WatchedAlarm {
  /**
   * Ids of the metrics that a series can be given for; of a band `<id>_lower` and `<id>_upper`, which CloudWatch learns, of a
   * limit `<id>_quota`, which Service Quotas knows.
   */
  readonly metrics: readonly string[];
  private readonly rule: AlarmRule;

  /** @throws Error for a comparison or a formula that is not supported */
  constructor(readonly inputs: AlarmInputs) {
    const queries = inputs.metricQueries ?? [];
    const watched = queries.length > 0 ? queries.filter(({ metric }) => metric).map(({ id }) => id) : [ONLY_METRIC];
    this.metrics = [...watched, ...this.quotaIds(), ...this.bandIds()];
    this.rule = {
      breaches: this.breaches(),
      evaluationPeriods: inputs.evaluationPeriods,
      datapointsToAlarm: inputs.datapointsToAlarm ?? inputs.evaluationPeriods,
      treatMissingData: this.missing(),
    };
  }

  /**
   * The alarm's state after each period, beginning with `OK`.
   *
   * @param series by metric id, one value a period; a metric that is not named has no datapoints
   */
  states(series: Readonly<Record<string, Series>>): AlarmState[] {
    const values = this.values(series);
    const range = this.rule.evaluationPeriods + EXTRA_PERIODS;
    let current: AlarmState = "OK";
    return values.map((_, index) => {
      const before = new Array<undefined>(Math.max(0, range - index - 1)).fill(undefined);
      const retrieved = [...before, ...values.slice(Math.max(0, index + 1 - range), index + 1)];
      return (current = alarmState(this.rule, retrieved, current));
    });
  }

  /** What the threshold is compared with, period by period. */
  values(series: Readonly<Record<string, Series>>): Series {
    const length = Math.max(0, ...Object.values(series).map((each) => each.length));
    const none = new Array<undefined>(length).fill(undefined);
    const scope: Record<string, Series> = Object.fromEntries(this.metrics.map((id) => [id, series[id] ?? none]));
    const queries = this.inputs.metricQueries ?? [];
    if (queries.length === 0) return scope[ONLY_METRIC]!;
    // Formulas may use one another, in any order.
    const formulas = queries.filter(({ id, expression }) => expression && id !== this.inputs.thresholdMetricId);
    for (let round = 0; round < formulas.length; round++) {
      for (const { id, expression } of formulas) {
        if (scope[id] || !this.isComputable(expression!, formulas, scope)) continue;
        scope[id] = metricMath(this.withoutLookups(expression!), scope);
      }
    }
    if (this.inputs.thresholdMetricId) return this.beyondBand(scope);
    const result = queries.find(({ returnData }) => returnData);
    if (!result || !scope[result.id]) throw new Error(`${this.inputs.name}: no query returns data.`);
    return scope[result.id]!;
  }

  private breaches(): (value: number) => boolean {
    const { name, comparisonOperator, threshold, thresholdMetricId } = this.inputs;
    if (thresholdMetricId && bandComparisons[comparisonOperator]) return (beyond) => beyond > 0;
    const compare = comparisons[comparisonOperator];
    if (!compare || threshold === undefined)
      throw new Error(`${name}: the comparison ${comparisonOperator} is not supported.`);
    return (value) => compare(value, threshold);
  }

  private quotaIds(): string[] {
    const text = (this.inputs.metricQueries ?? []).map(({ expression = "" }) => expression).join(" ");
    return [...new Set([...text.matchAll(QUOTA)].map(([, id]) => `${id}_quota`))];
  }

  /** The formula with what CloudWatch looks up of a metric by its id, a limit or a period, as a series and a number. */
  private withoutLookups(expression: string): string {
    const period = (id: string) => {
      const seconds = this.inputs.metricQueries?.find((query) => query.id === id)?.metric?.period;
      if (seconds === undefined) throw new Error(`${this.inputs.name}: the period of ${id} is not known.`);
      return String(seconds);
    };
    return expression
      .replace(QUOTA, (_, id: string) => `${id}_quota`)
      .replace(/\bPERIOD\((\w+)\)/g, (_, id: string) => period(id));
  }

  private bandIds(): string[] {
    const { thresholdMetricId } = this.inputs;
    return thresholdMetricId ? [`${thresholdMetricId}_lower`, `${thresholdMetricId}_upper`] : [];
  }

  /** How far the metric is beyond its band; missing where the metric is, and while there is no band yet. */
  private beyondBand(scope: Readonly<Record<string, Series>>): Series {
    const { name, comparisonOperator, metricQueries = [], thresholdMetricId } = this.inputs;
    const watched = metricQueries.find(({ id, returnData }) => returnData && id !== thresholdMetricId);
    const band = metricQueries.find(({ id }) => id === thresholdMetricId);
    if (
      !watched ||
      !new RegExp(`^ANOMALY_DETECTION_BAND\\(${watched.id}(, ?[\\d.]+)?\\)$`).test(band?.expression ?? "")
    )
      throw new Error(`${name}: the band is not that of the metric it is compared with.`);
    const beyond = bandComparisons[comparisonOperator]!;
    const [lower, upper] = this.bandIds().map((id) => scope[id]!) as [Series, Series];
    return scope[watched.id]!.map((value, at) =>
      value === undefined || lower[at] === undefined || upper[at] === undefined
        ? undefined
        : beyond(value, lower[at], upper[at]),
    );
  }

  private isComputable(
    expression: string,
    formulas: readonly { id: string }[],
    scope: Record<string, Series>,
  ): boolean {
    return formulas.every(({ id }) => scope[id] || !new RegExp(`\\b${id}\\b`).test(expression));
  }

  /**
   * Alarms on metrics of DynamoDB keep their state while data are missing, whatever they say.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
   */
  private missing(): AlarmRule["treatMissingData"] {
    const { namespace, metricQueries, treatMissingData = "missing" } = this.inputs;
    if (namespace === "AWS/DynamoDB" && !metricQueries?.length) return "ignore";
    return treatMissingData as AlarmRule["treatMissingData"];
  }
}
