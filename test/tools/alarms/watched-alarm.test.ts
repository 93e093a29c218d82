import { expect } from "chai";
import { WatchedAlarm, type AlarmInputs } from "../../../tools/alarms/watched-alarm";
import { witness } from "../../../tools/alarms/witness";

const metric = { namespace: "AWS/ApiGateway", metricName: "Count", stat: "Sum" };
const band = (more: Partial<AlarmInputs> = {}): AlarmInputs => ({
  name: "traffic",
  comparisonOperator: "LessThanLowerOrGreaterThanUpperThreshold",
  thresholdMetricId: "band",
  metricQueries: [
    { id: "band", expression: "ANOMALY_DETECTION_BAND(value, 4)", returnData: true },
    { id: "value", returnData: true, metric },
  ],
  evaluationPeriods: 3,
  datapointsToAlarm: 2,
  treatMissingData: "notBreaching",
  ...more,
});
const of = (value: (number | undefined)[], lower: number[] | null = [10, 10, 10, 10], upper = [20, 20, 20, 20]) => ({
  value,
  ...(lower && { band_lower: lower, band_upper: upper }),
});

describe("an alarm on a band", () => {
  it("fires outside of it, on either side, and says OK again within", () => {
    const alarm = new WatchedAlarm(band());
    expect(alarm.metrics).to.deep.equal(["value", "band_lower", "band_upper"]);
    expect(alarm.states(of([15, 10, 20, 15]))).to.deep.equal(["OK", "OK", "OK", "OK"]);
    expect(alarm.states(of([21, 21, 15, 15]))).to.deep.equal(["OK", "ALARM", "ALARM", "OK"]);
    expect(alarm.states(of([9, 9, 15, 15]))).to.deep.equal(["OK", "ALARM", "ALARM", "OK"]);
    expect(alarm.states(of([9, 21, 15, 15]))).to.deep.equal(["OK", "ALARM", "ALARM", "OK"]);
  });

  it("follows the band, not a number", () => {
    const states = new WatchedAlarm(band()).states(of([15, 150, 1500, 1], [10, 100, 1000, 0], [20, 200, 2000, 2]));
    expect(states).to.deep.equal(["OK", "OK", "OK", "OK"]);
  });

  it("fires on one side alone where it says so", () => {
    const above = new WatchedAlarm(band({ comparisonOperator: "GreaterThanUpperThreshold" }));
    expect(above.states(of([9, 9, 9, 9])).at(-1)).to.equal("OK");
    expect(above.states(of([21, 21, 21, 21])).at(-1)).to.equal("ALARM");
    const below = new WatchedAlarm(band({ comparisonOperator: "LessThanLowerThreshold" }));
    expect(below.states(of([9, 9, 9, 9])).at(-1)).to.equal("ALARM");
    expect(below.states(of([21, 21, 21, 21])).at(-1)).to.equal("OK");
  });

  it("treats missing data as it says, and the time before a band is learnt as missing", () => {
    const none = [undefined, undefined, undefined, undefined];
    expect(new WatchedAlarm(band()).states(of(none)).at(-1)).to.equal("OK");
    const breaching = new WatchedAlarm(band({ treatMissingData: "breaching" }));
    expect(breaching.states(of(none)).at(-1)).to.equal("ALARM");
    expect(new WatchedAlarm(band()).states(of([99, 99, 99, 99], null)).at(-1)).to.equal("OK");
  });

  it("has a series that makes it fire, and one that does not", () => {
    for (const comparisonOperator of [
      "GreaterThanUpperThreshold",
      "LessThanLowerThreshold",
      "LessThanLowerOrGreaterThanUpperThreshold",
    ])
      expect(witness(new WatchedAlarm(band({ comparisonOperator })))).to.have.all.keys("firing", "quiet");
  });

  it("is refused where the band is another metric's, or the comparison needs a number", () => {
    const other = band({
      metricQueries: [
        { id: "band", expression: "ANOMALY_DETECTION_BAND(other, 4)", returnData: true },
        { id: "value", returnData: true, metric },
      ],
    });
    expect(() => new WatchedAlarm(other).values(of([1]))).to.throw("not that of the metric");
    expect(() => new WatchedAlarm(band({ comparisonOperator: "GreaterThanThreshold" }))).to.throw("not supported");
    const withoutBand = band({ thresholdMetricId: undefined });
    expect(() => new WatchedAlarm(withoutBand)).to.throw("not supported");
  });
});

describe("an alarm on an account's limit", () => {
  const limit = (expression: string): AlarmInputs => ({
    name: "key-calls",
    comparisonOperator: "GreaterThanThreshold",
    threshold: 80,
    evaluationPeriods: 1,
    metricQueries: [
      { id: "result", expression, returnData: true },
      { id: "calls", returnData: false, metric: { ...metric, period: 60 } },
    ],
    treatMissingData: "notBreaching",
  });

  it("takes the limit from a series, and a metric's period from its query", () => {
    const alarm = new WatchedAlarm(limit("calls / PERIOD(calls) / SERVICE_QUOTA(calls) * 100"));
    expect(alarm.metrics).to.deep.equal(["calls", "calls_quota"]);
    const series = { calls: [600, 5400, 600], calls_quota: [100, 100, 100] };
    expect(alarm.values(series)).to.deep.equal([10, 90, 10]);
    expect(alarm.states(series)).to.deep.equal(["OK", "ALARM", "OK"]);
  });

  it("says that a limit is not known where there is none", () => {
    const alarm = new WatchedAlarm(limit("calls / SERVICE_QUOTA(calls) * 100"));
    expect(alarm.values({ calls: [600] })).to.deep.equal([undefined]);
    expect(() => new WatchedAlarm(limit("calls / PERIOD(others)")).values({ calls: [1] })).to.throw("is not known");
  });
});
