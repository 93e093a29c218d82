import { CloudWatchClient, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { mockClient } from "aws-sdk-client-mock";
import { expect } from "chai";
import { groupTimes, machineTime } from "../../../tools/load/figures/processor-time";
import { readLogs } from "../../../tools/load/figures/read-logs";
import { readMetrics, type MetricQuery } from "../../../tools/load/figures/read-metrics";
import { streamBacklog } from "../../../tools/load/figures/stream-backlog";

const start = new Date("2026-11-21T12:00:20Z");

describe("figures of a run", () => {
  it("takes from the first minute what was there before the run", async () => {
    const cloudWatch = mockClient(CloudWatchClient);
    const query: MetricQuery = {
      namespace: "AWS/Lambda",
      metric: "Throttles",
      dimensions: { FunctionName: "f" },
      stat: "Sum",
    };
    cloudWatch.on(GetMetricDataCommand).resolves({
      MetricDataResults: [
        { Id: "m0", Timestamps: [new Date("2026-11-21T12:00:00Z"), new Date("2026-11-21T12:01:00Z")], Values: [7, 4] },
      ],
    });
    const [points] = await readMetrics(new CloudWatchClient({ region: "us-east-1" }), [query], start, [
      [{ at: 0, value: 5 }],
    ]);
    expect(points).to.deep.equal([
      { at: 0, value: 2 },
      { at: 40, value: 4 },
    ]);
    const { input } = cloudWatch.commandCalls(GetMetricDataCommand)[0]!.args[0];
    expect(input.StartTime).to.deep.equal(new Date("2026-11-21T12:00:00Z"));
    expect(input.MetricDataQueries![0]!.MetricStat).to.deep.equal({
      Metric: { Namespace: "AWS/Lambda", MetricName: "Throttles", Dimensions: [{ Name: "FunctionName", Value: "f" }] },
      Period: 60,
      Stat: "Sum",
    });
    cloudWatch.restore();
  });

  it("reads counters, errors and durations from a function's log, page by page", async () => {
    const logs = mockClient(CloudWatchLogsClient);
    const emf = {
      _aws: { Timestamp: 1, CloudWatchMetrics: [{ Metrics: [{ Name: "EventsRouted" }] }] },
      EventsRouted: 3,
    };
    const error = { level: "ERROR", message: "not stored", error: { name: "ThrottlingException" } };
    const report = { type: "platform.report", record: { metrics: { durationMs: 8.5 } } };
    const at = (seconds: number, message: unknown) => ({
      timestamp: start.getTime() + seconds * 1000,
      message: typeof message === "string" ? message : JSON.stringify(message),
    });
    logs
      .on(FilterLogEventsCommand)
      .resolvesOnce({ events: [at(1, emf), at(2, error), at(2, "START RequestId: r")], nextToken: "more" })
      .resolvesOnce({
        events: [at(3, "REPORT RequestId: r\tDuration: 12.25 ms\tBilled Duration: 13 ms"), at(4, report), at(5, emf)],
      });
    expect(await readLogs(new CloudWatchLogsClient({ region: "us-east-1" }), "f", start)).to.deep.equal({
      counters: new Map([
        [
          "EventsRouted",
          [
            { at: 1, value: 3 },
            { at: 5, value: 3 },
          ],
        ],
      ]),
      errors: [{ at: 2, function: "f", error: "ThrottlingException" }],
      durations: [12.25, 8.5],
      isCut: false,
    });
    logs.restore();
  });

  it("knows a stream's backlog from what was put and what was counted", () => {
    const calls = [500, 900, 1500].map((ended) => ({ due: 0, started: 0, ended, ok: true, kind: "put" }));
    expect(streamBacklog(calls, 10, [{ at: 1.2, value: 25 }])).to.deep.equal([
      { at: 0, value: 0 },
      { at: 1, value: 20 },
      { at: 2, value: 5 },
    ]);
    expect(streamBacklog(calls, 10, []), "nothing was counted, so nothing is known").to.deep.equal([]);
  });

  it("reads processor time of a process group, and of the machine", () => {
    const own = groupTimes([process.pid, process.ppid]);
    for (const { leader, others } of own.values()) expect(leader + others).to.be.at.least(0);
    const { idle, all } = machineTime();
    expect(all).to.be.greaterThan(idle);
  });
});
