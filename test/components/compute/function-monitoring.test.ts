import { expect } from "chai";
import { metricProblem } from "../../../components/observability/check-metric";
import type { Monitoring } from "../../../components/observability/monitoring";
import { Table } from "../../../components/data/table";
import { record } from "../../support/record";
import type { FunctionArgs } from "../../../components/compute/function";
import { makeFunction, makeKey, makeQueue } from "./support";

async function monitoringOf(args: Partial<FunctionArgs> = {}): Promise<Monitoring> {
  return (await record(() => makeFunction("add", args).monitoring)).result;
}

const alarm = (monitoring: Monitoring, name: string) => monitoring.alarms.find((each) => each.name === name)!;

describe("monitoring of a function", () => {
  it("alarms on errors and throttles as shares with a least count, and on durations as a share of the timeout", async () => {
    const monitoring = await monitoringOf({ timeoutSeconds: 20 });
    expect(monitoring.alarms.map((each) => each.name)).to.deep.equal(["errors", "throttles", "duration"]);
    const errors = alarm(monitoring, "errors");
    expect(errors.metric).to.deep.include({ expression: "IF(errors >= 3, 100 * errors / invocations, 0)" });
    expect(errors).to.deep.include({ threshold: 5, comparison: "GreaterThanThreshold", severity: "critical" });
    expect(alarm(monitoring, "throttles").metric).to.deep.include({
      expression: "IF(throttles >= 3, 100 * throttles / (FILL(invocations, 0) + throttles), 0)",
    });
    expect(alarm(monitoring, "duration")).to.deep.include({
      threshold: 18_000,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      metric: { namespace: "AWS/Lambda", name: "Duration", dimensions: { FunctionName: "add" }, statistic: "p99" },
    });
  });

  it("alarms on concurrency where ten or more are reserved", async () => {
    expect(alarm(await monitoringOf({ reservedConcurrency: 9 }), "concurrency")).to.equal(undefined);
    expect(alarm(await monitoringOf({ reservedConcurrency: 20 }), "concurrency").threshold).to.equal(18);
  });

  it("alarms on asynchronous events that wait, are given up, or cannot be handed on", async () => {
    const names = (monitoring: Monitoring) => monitoring.alarms.slice(3).map((each) => each.name);
    expect(names(await monitoringOf({ maximumEventAgeSeconds: 600 }))).to.deep.equal(["event-age", "events-dropped"]);
    const { result } = await record(() => {
      const key = makeKey();
      const [onFailure, deadLetterQueue] = [makeQueue("failed", key), makeQueue("undeliverable", key)];
      return makeFunction("add", { onFailure, deadLetterQueue }, key).monitoring;
    });
    expect(names(result)).to.deep.equal(["event-age", "undelivered-failures", "dead-letter-errors"]);
    expect(alarm(result, "event-age").threshold).to.equal(10_800_000);
    expect(alarm(result, "dead-letter-errors")).to.deep.include({ threshold: 0, severity: "critical" });
  });

  it("uses only metrics that AWS publishes, and says why for each alarm", async () => {
    const { result } = await record(() => {
      const key = makeKey();
      const onFailure = makeQueue("failed", key);
      const fn = makeFunction("add", { onFailure, reservedConcurrency: 50 }, key);
      const table = new Table("rows", { key, partitionKey: { name: "id", type: "S" }, stream: "NEW_IMAGE" });
      fn.addStreamSource(table, { onFailure, iteratorAgeAlarmSeconds: 60 });
      return fn.monitoring;
    });
    expect(alarm(result, "iterator-age")).to.deep.include({ threshold: 60_000, severity: "critical" });
    const metrics = [...result.alarms.map((each) => each.metric), ...result.widgets.flatMap((each) => each.metrics)];
    expect(metrics.map(metricProblem).filter(Boolean)).to.deep.equal([]);
    for (const each of result.alarms) {
      expect(each.reason, each.name).to.match(/https:\/\/docs\.aws\.amazon\.com\//);
      expect(each.datapointsToAlarm).to.be.at.most(each.evaluationPeriods);
    }
    const alias = result.widgets.find((each) => each.title === "Alias live")!.metrics[0]!;
    expect(alias).to.have.property("dimensions").that.deep.equals({ FunctionName: "add", Resource: "add:live" });
  });
});
