import { expect } from "chai";
import { lambdaProxy } from "../../../components/api/integrations";
import type { RestApiArgs } from "../../../components/api/rest-api";
import { WebAcl } from "../../../components/edge/web-acl";
import { metricProblem } from "../../../components/observability/check-metric";
import type { MathMetric, Metric, Monitoring } from "../../../components/observability/monitoring";
import { errorOf, record } from "../../support/record";
import { addRoute, everythingArgs, makeApi, studentsArgs, type Backends } from "./example-api";

async function monitoringOf(args: (behind: Backends) => RestApiArgs): Promise<Monitoring> {
  return (await record(() => makeApi(args))).result.monitoring;
}

describe("the monitoring of a RestApi", () => {
  it("uses only metrics and dimensions that AWS publishes", async () => {
    const monitoring = await monitoringOf((behind) =>
      everythingArgs(behind, { cache: {}, webAcl: new WebAcl("front", { scope: "REGIONAL", key: behind.key }) }),
    );
    const metrics = [
      ...monitoring.alarms.map(({ metric }) => metric),
      ...monitoring.widgets.flatMap((widget) => widget.metrics),
    ];
    expect(metrics).to.have.length.greaterThan(15);
    for (const metric of metrics) expect(metricProblem(metric)).to.equal(undefined);
  });

  it("alarms on rates only above a number of requests", async () => {
    const { alarms } = await monitoringOf((behind) => studentsArgs(behind));
    const dimensions = { ApiName: "students-api", Stage: "Dev" };
    for (const [name, metric, threshold, severity] of [
      ["server-errors", "5XXError", 5, "critical"],
      ["client-errors", "4XXError", 20, "warning"],
    ] as const) {
      const alarm = alarms.find((each) => each.name === name)!;
      const { expression, metrics } = alarm.metric as MathMetric;
      expect(expression).to.equal("IF(requests >= 10, 100 * errors / requests, 0)");
      expect(metrics).to.deep.equal({
        errors: { namespace: "AWS/ApiGateway", name: metric, dimensions, statistic: "Sum" },
        requests: { namespace: "AWS/ApiGateway", name: "Count", dimensions, statistic: "Sum" },
      });
      expect(alarm).to.include({ threshold, severity, treatMissingData: "notBreaching" });
      expect(alarm.reason).to.include("https://docs.aws.amazon.com/");
    }
  });

  it("alarms when an objective's failures are used up too fast, over an hour and over six", async () => {
    const budget = async (availabilityTarget?: number | false) => {
      const args = (behind: Backends) => ({ ...studentsArgs(behind), availabilityTarget });
      const { alarms } = await monitoringOf(args);
      return alarms
        .filter(({ name }) => name.startsWith("error-budget"))
        .map((alarm) => {
          const { expression, metrics } = alarm.metric as MathMetric;
          return [alarm.name, alarm.severity, alarm.threshold, metrics["errors"]!.periodSeconds, expression];
        });
    };
    const formula = (requests: number) => `IF(requests >= ${requests} AND errors >= 5, 100 * errors / requests, 0)`;
    expect(await budget()).to.deep.equal([
      ["error-budget-fast", "critical", 1.44, 3600, formula(100)],
      ["error-budget-slow", "warning", 0.6, 21600, formula(300)],
    ]);
    expect((await budget(99))[0]![2]).to.equal(14.4);
    expect(await budget(false)).to.deep.equal([]);
  });

  it("refuses an objective that is none", async () => {
    for (const availabilityTarget of [100, 89, Number.NaN]) {
      const error = await errorOf(() => makeApi((behind) => ({ ...studentsArgs(behind), availabilityTarget })));
      expect(error.message).to.match(/availabilityTarget.*from 90 to below 100/s);
    }
  });

  it("warns when answers take four fifths of what they may", async () => {
    const latency = async (args: (behind: Backends) => RestApiArgs) => {
      const alarm = (await monitoringOf(args)).alarms.find(({ name }) => name === "latency")!;
      return [(alarm.metric as Metric).name, (alarm.metric as Metric).statistic, alarm.threshold];
    };
    // The function gives up after ten seconds, before the gateway does.
    expect(await latency((behind) => studentsArgs(behind))).to.deep.equal(["Latency", "p99", 8000]);
    const routed = (behind: Backends) => [
      addRoute(behind),
      {
        ...addRoute(behind),
        path: "/queue",
        integration: { ...lambdaProxy(behind.user), backendTimeoutMilliseconds: undefined },
      },
    ];
    expect(await latency((behind) => studentsArgs(behind, { routes: routed(behind) }))).to.deep.equal([
      "Latency",
      "p99",
      23_200,
    ]);
  });

  it("contains the alarms and graphs of the authorizer it made, under names of their own", async () => {
    const run = await record(() => makeApi((behind) => studentsArgs(behind)));
    const { monitoring, authorizer } = run.result;
    const names = monitoring.alarms.map(({ name }) => name);
    expect(new Set(names).size).to.equal(names.length);
    expect(names.filter((name) => name.startsWith("authorizer-"))).to.deep.equal(
      authorizer!.monitoring.alarms.map(({ name }) => `authorizer-${name}`),
    );
    expect(names).to.include("authorizer-errors");
    expect(monitoring.widgets.some(({ title }) => title.startsWith("Authorizer: "))).to.equal(true);
  });

  it("shows the cache and the web ACL only where they are", async () => {
    const titles = (
      await monitoringOf((behind) =>
        studentsArgs(behind, {
          authorizers: undefined,
          routes: [addRoute(behind, { authorizer: "iam", scopes: undefined })],
        }),
      )
    ).widgets.map(({ title }) => title);
    const objective = "Failures against the objective of 99.9 %";
    const expected = "Requests against what is expected";
    expect(titles).to.deep.equal([
      "Requests",
      expected,
      "Errors",
      "Error rates",
      "Latency",
      "Integration latency",
      objective,
    ]);
  });
});
