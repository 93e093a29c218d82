import { expect } from "chai";
import { metricProblem } from "../../../components/observability/check-metric";
import { metricCatalogue } from "../../../components/observability/metric-catalogue";
import type { Metric } from "../../../components/observability/monitoring";

const errors: Metric = {
  namespace: "AWS/Lambda",
  name: "Errors",
  dimensions: { FunctionName: "add" },
  statistic: "Sum",
};

describe("a metric", () => {
  it("of the catalogue comes with sets of dimensions, each sorted, and with statistics, as a page of AWS's tells", () => {
    for (const [namespace, { page, metrics }] of Object.entries(metricCatalogue)) {
      expect(page).to.match(/^https:\/\/docs\.aws\.amazon\.com\//);
      expect(Object.keys(metrics), namespace).not.to.deep.equal([]);
      for (const [name, { dimensions, statistics }] of Object.entries(metrics)) {
        expect(dimensions, name).to.deep.equal(dimensions.map((set) => set.split("+").sort().join("+")));
        expect([dimensions.length, statistics.length], name).not.to.include(0);
      }
    }
  });

  it("is right as AWS publishes it, and as its owner does", () => {
    expect(metricProblem(errors)).to.equal(undefined);
    expect(metricProblem({ ...errors, unit: "Count" })).to.equal(undefined);
    expect(metricProblem({ ...errors, name: "Duration", statistic: "p99", unit: "Milliseconds" })).to.equal(undefined);
    expect(metricProblem({ ...errors, namespace: "Platform", name: "Anything", statistic: "p99" })).to.equal(undefined);
  });

  it("is refused with a statistic that says nothing of it", () => {
    expect(metricProblem({ ...errors, statistic: "p99" })).to.equal(
      "AWS/Lambda Errors has no p99, only Sum, SampleCount; see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html",
    );
    const rate: Metric = {
      namespace: "AWS/CloudFront",
      name: "5xxErrorRate",
      dimensions: { DistributionId: "E1", Region: "Global" },
      statistic: "Sum",
    };
    expect(metricProblem(rate)).to.contain("AWS/CloudFront 5xxErrorRate has no Sum, only Average");
  });

  it("is refused in another unit than it comes in", () => {
    expect(metricProblem({ ...errors, unit: "Percent" })).to.contain(
      "AWS/Lambda Errors is published in Count, not in Percent",
    );
  });

  it("is refused within a formula, too", () => {
    const formula = { expression: "e", metrics: { e: { ...errors, statistic: "Average" as const } }, label: "E" };
    expect(metricProblem(formula)).to.contain("has no Average");
  });
});
