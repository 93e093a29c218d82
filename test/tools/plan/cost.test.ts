import { expect } from "chai";
import { costLines } from "../../../tools/plan/cost/cost-lines";
import { observabilityCost } from "../../../tools/plan/cost/observability-cost";
import prices from "../../../tools/plan/cost/prices.json";
import type { Plan } from "../../../tools/plan/plan";

/** A plan of resources, each given as type and inputs. */
function planOf(...resources: [string, Record<string, unknown>][]): Plan {
  const named = resources.map(([type, inputs], index) => [`${type}::r${index}`, { inputs }]);
  return { stack: "dev", resources: Object.fromEntries(named) as Plan["resources"] };
}

const alarm = (inputs: Record<string, unknown> = { namespace: "AWS/SQS", metricName: "Age" }) =>
  ["aws:cloudwatch/metricAlarm:MetricAlarm", inputs] as [string, Record<string, unknown>];
const dashboard = (rows: unknown[] = []) =>
  [
    "aws:cloudwatch/dashboard:Dashboard",
    { dashboardBody: { "${json}": { widgets: [{ properties: { metrics: rows } }] } } },
  ] as [string, Record<string, unknown>];

describe("what observability costs", () => {
  const lineOf = (plan: Plan, what: string) => observabilityCost(plan).lines.find((line) => line.what === what);

  it("asks for each metric that an alarm watches, also within a formula", () => {
    const metric = { namespace: "AWS/Lambda", metricName: "Errors" };
    const formula = alarm({
      metricQueries: [
        { id: "a", metric },
        { id: "b", metric },
        { id: "c", expression: "a/b" },
      ],
    });
    expect(lineOf(planOf(alarm(), formula), "metrics watched by alarms")).to.deep.equal({
      what: "metrics watched by alarms",
      count: 3,
      perMonth: 0.3,
    });
  });

  it("asks for three metrics where one is compared with a band", () => {
    const metric = { namespace: "AWS/Lambda", metricName: "Invocations" };
    const queries = [
      { id: "band", expression: "ANOMALY_DETECTION_BAND(value, 4)" },
      { id: "value", metric },
    ];
    const band = alarm({ thresholdMetricId: "band", metricQueries: queries });
    expect(lineOf(planOf(band), "metrics watched by alarms")).to.include({ count: 3, perMonth: 0.3 });
  });

  it("counts dashboards, composite alarms and each own metric once", () => {
    const own = ["Platform", "StudentStored", "service", "add", { stat: "Sum" }];
    const aws = ["AWS/Lambda", "Errors", "FunctionName", "add", { stat: "Sum" }];
    const plan = planOf(dashboard([own, aws]), dashboard([own]), ["aws:cloudwatch/compositeAlarm:CompositeAlarm", {}]);
    const { lines, perMonth } = observabilityCost(plan);
    expect(lines).to.deep.equal([
      { what: "composite alarms", count: 1, perMonth: 0.5 },
      { what: "dashboards", count: 2, perMonth: 6 },
      { what: "own metrics", count: 1, perMonth: 0.3 },
    ]);
    expect(perMonth).to.equal(6.8);
  });

  it("counts the runs of canaries by their schedule", () => {
    const canary = (expression: string) =>
      ["aws:synthetics/canary:Canary", { schedule: { expression } }] as [string, Record<string, unknown>];
    expect(lineOf(planOf(canary("rate(5 minutes)")), "runs of canaries")?.count).to.equal(8640);
    expect(lineOf(planOf(canary("rate(1 hour)")), "runs of canaries")?.count).to.equal(720);
  });

  it("counts a health check with what it is paid for beside, and what canaries publish as no metric of one's own", () => {
    const check = (inputs: Record<string, unknown>) =>
      ["aws:route53/healthCheck:HealthCheck", inputs] as [string, Record<string, unknown>];
    const plan = planOf(check({ type: "TCP" }), check({ type: "HTTPS" }), check({ type: "HTTPS_STR_MATCH" }));
    expect(lineOf(plan, "health checks")).to.deep.equal({ what: "health checks", count: 3, perMonth: 4.5 });
    const fast = planOf(check({ type: "HTTP_STR_MATCH", requestInterval: 10, measureLatency: true }));
    expect(lineOf(fast, "health checks")?.perMonth).to.equal(3.5);
    const step = { namespace: "CloudWatchSynthetics", metricName: "SuccessPercent", dimensions: { CanaryName: "c" } };
    expect(lineOf(planOf(alarm(step)), "own metrics")).to.equal(undefined);
  });

  it("estimates logs by the assumed traffic and their retention, and traces where functions send them", () => {
    const plan = planOf(
      ["aws:cloudwatch/logGroup:LogGroup", { retentionInDays: 60 }],
      ["aws:lambda/function:Function", { tracingConfig: { mode: "Active" } }],
    );
    expect(lineOf(plan, "GB of logs")).to.deep.equal({ what: "GB of logs", count: 2.5, perMonth: 1.4 });
    expect(lineOf(plan, "million traces")).to.deep.equal({ what: "million traces", count: 0.05, perMonth: 0.25 });
  });

  it("says the sum, what a change adds, and the day of the prices", () => {
    const [sum, parts] = costLines(planOf(alarm(), dashboard()), planOf(alarm()));
    expect(sum).to.equal(
      `Observability costs about 3.10 USD a month, +3.00 by this change (prices of ${prices.date}, tools/plan/cost/prices.json).`,
    );
    expect(parts).to.equal("  1 metrics watched by alarms 0.10, 1 dashboards 3.00");
    expect(costLines(planOf(alarm()), planOf(alarm(), dashboard()))[0]).to.contain(", -3.00 by this change");
    expect(costLines(planOf(alarm()), planOf(alarm()))[0]).not.to.contain("by this change");
    expect(costLines(planOf())).to.deep.equal([]);
  });

  it("names where its prices come from", () => {
    expect(prices.date).to.match(/^\d{4}-\d{2}-\d{2}$/);
    expect(prices.source).to.contain("https://aws.amazon.com/cloudwatch/pricing/");
  });
});
