import "../support/environment";
import { expect } from "chai";
import { handler, type TuningResult } from "../../../functions/tuning/analyze";
import sample from "../../../functions/tuning/analyze.events/two-sizes.json";
import type { Job } from "../../../functions/tuning/job";
import { invocationCost, PRICES_CHECKED } from "../../../functions/tuning/prices";
import { lambdaContext } from "../support/lambda-context";
import { anotherDay, measurements, waiting } from "./recorded";

const JOB = sample.job as Job;

function analyze(job: Partial<Job>, recorded = waiting): Promise<TuningResult> {
  return handler({ job: { ...JOB, ...job }, measurements: measurements(recorded) }, lambdaContext());
}

describe("analyzeTuning", () => {
  it("finds the known pattern: 128 MB is cheapest, 3008 MB dearest, 256 MB fastest", async () => {
    const { stats } = await analyze({});
    const by = (field: "cost" | "duration") => [...stats].sort((a, b) => a[field] - b[field]).map(({ power }) => power);
    expect(by("cost")[0]).to.equal(128);
    expect(by("cost").at(-1)).to.equal(3008);
    expect(by("duration")[0]).to.equal(256);
    expect(by("duration").at(-1)).to.equal(128);
    expect(stats.map(({ power }) => power)).to.deep.equal([128, 256, 512, 1024, 1536, 3008]);
  });

  it("chooses by the strategy", async () => {
    expect((await analyze({ strategy: "cost" })).power).to.equal(128);
    expect((await analyze({ strategy: "speed" })).power).to.equal(256);
    expect((await analyze({ strategy: "balanced" })).power).to.equal(256);
  });

  it("on another day has 512 MB as the fastest, and a weight decides how much that is worth", async () => {
    expect((await analyze({ strategy: "speed" }, anotherDay)).power).to.equal(512);
    const balanced = async (balancedWeight: number) =>
      (await analyze({ strategy: "balanced", balancedWeight }, anotherDay)).power;
    expect(await balanced(0)).to.equal(512);
    expect(await balanced(0.1)).to.equal(512);
    expect(await balanced(0.5)).to.equal(256);
    expect(await balanced(1)).to.equal(128);
  });

  it("tells cost and time of a warm invocation, outliers left out", async () => {
    const { duration, cost, stats } = await analyze({ strategy: "speed", architecture: "x86_64" });
    // Of nine warm ones, the fastest and the slowest go: 42.8, 42.9, 43.1, 43.2, 43.4, 43.9, 44.6.
    expect(duration).to.equal(43.41);
    expect(cost).to.be.closeTo((0.0000166667 * 0.25 * 44) / 1000, 1e-15);
    expect(stats.find(({ power }) => power === 256)).to.deep.equal({ power: 256, duration, cost });
  });

  it("tells what the run has cost, cold starts included", async () => {
    const { stateMachine } = await handler(sample, lambdaContext());
    const expected = (0.0000133334 * (0.125 * 230 + 0.25 * 190)) / 1000;
    expect(stateMachine.lambdaCost).to.be.closeTo(expected, 1e-15);
  });

  it("takes the smaller of two that are equal", async () => {
    const equal = { 512: [1, 50, 50, 50], 256: [1, 50, 50, 50] };
    expect((await analyze({ strategy: "speed" }, equal)).power).to.equal(256);
  });

  it("draws a page that holds all of it, and asks nobody for anything", async () => {
    const { visualization } = (await analyze({ strategy: "balanced" })).stateMachine;
    expect(visualization).to.match(/^data:text\/html;charset=utf-8;base64,/);
    const page = Buffer.from(visualization.split(",")[1]!, "base64").toString();
    expect(page).to.contain("getStudentDetails, tuned for balanced");
    expect(page).to.contain("Best size: <strong>256 MB</strong>");
    for (const size of [128, 256, 512, 1024, 1536, 3008]) expect(page).to.contain(`<th scope=row>${size}<td>`);
    expect(page.match(/<polyline /g)).to.have.length(2);
    expect(page.match(/<circle /g)).to.have.length(12);
    expect(page)
      .to.contain("default-src 'none'")
      .and.not.to.match(/<script|https?:|src=|href=|url\(/);
    expect(visualization.length).to.be.below(20_000);
  });

  it("refuses measurements that are none", async () => {
    const error = await handler({ job: JOB, measurements: [] }, lambdaContext()).then(
      () => expect.fail("it ended well"),
      (reason: Error) => reason,
    );
    expect(error.name).to.equal("InvalidMeasurement");
  });
});

describe("prices", () => {
  it("follow region, architecture, memory and time", () => {
    expect(invocationCost("us-east-1", "x86_64", 1024, 1000)).to.equal(0.0000166667);
    expect(invocationCost("eu-west-1", "arm64", 2048, 500)).to.equal(0.0000133334);
    expect(invocationCost("af-south-1", "x86_64", 1024, 1000)).to.equal(0.0000221);
    expect(invocationCost("a-new-region-1", "arm64", 128, 0)).to.equal(0);
    expect(PRICES_CHECKED).to.match(/^\d{4}-\d\d-\d\d$/);
  });
});
