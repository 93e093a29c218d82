import { expect } from "chai";
import { QuotaWatch } from "../../../components/baseline/quota-watch";
import { metricProblem } from "../../../components/observability/check-metric";
import { errorOf, record } from "../../support/record";

describe("QuotaWatch", () => {
  const make = (warnAtPercent?: number) => () => new QuotaWatch("limits", { warnAtPercent });

  it("compares what is used of an account's limits with them, and makes nothing", async () => {
    const { result, all } = await record(make());
    expect(all.filter(({ custom }) => custom)).to.deep.equal([]);
    const { alarms, widgets } = result.monitoring;
    const expressions = alarms.map(({ name, metric }) => [name, "expression" in metric && metric.expression]);
    expect(expressions).to.deep.equal([
      ["functions-at-once", "used / SERVICE_QUOTA(used) * 100"],
      ["claimed-concurrency", "claimed / SERVICE_QUOTA(used) * 100"],
      ["key-calls", "calls / PERIOD(calls) / SERVICE_QUOTA(calls) * 100"],
    ]);
    for (const { threshold, treatMissingData } of alarms) {
      expect(threshold).to.equal(80);
      expect(treatMissingData).to.equal("notBreaching");
    }
    for (const metric of [...alarms.map(({ metric }) => metric), ...widgets.flatMap(({ metrics }) => metrics)])
      expect(metricProblem(metric)).to.equal(undefined);
  });

  it("warns from the share that is given, and refuses what is none", async () => {
    const { result } = await record(make(50));
    expect(result.monitoring.alarms[0]!.threshold).to.equal(50);
    expect((await errorOf(make(100))).message).to.contain("warnAtPercent");
  });
});
