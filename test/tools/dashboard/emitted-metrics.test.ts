import { expect } from "chai";
import { emittedSums } from "../../../tools/dashboard/emitted-metrics";

const document = (at: number, value: number | number[], more: object = {}, Dimensions = [["service"]]) =>
  JSON.stringify({
    _aws: {
      Timestamp: at,
      CloudWatchMetrics: [{ Namespace: "Platform", Dimensions, Metrics: [{ Name: "Called", Unit: "Count" }] }],
    },
    service: "keyed",
    Called: value,
    ...more,
  });

describe("metrics that functions wrote to their logs", () => {
  const wanted = { namespace: "Platform", metric: "Called", dimensions: [{ Name: "service", Value: "keyed" }] };
  const window = { start: 1_000, period: 1_000, slots: 3 };

  it("are summed by period, with lists of values, and nothing where nothing was counted", () => {
    const lines = ["START", "{}", document(1_000, 1), document(1_999, [2, 3]), document(3_500, 4), document(4_000, 9)];
    expect(emittedSums(lines, wanted, window)).to.deep.equal([6, undefined, 4]);
  });

  it("are those of the very dimensions that are asked for", () => {
    const byClient = document(1_000, 1, { client: "k-1" }, [["service", "client"]]);
    const client = { Name: "client", Value: "k-1" };
    const sums = (dimensions: (typeof wanted)["dimensions"], line: string) =>
      emittedSums([line], { ...wanted, dimensions }, window)[0];
    expect(sums([...wanted.dimensions, client], byClient)).to.equal(1);
    expect(sums([...wanted.dimensions, { Name: "client", Value: "k-2" }], byClient)).to.equal(undefined);
    expect(sums(wanted.dimensions, byClient)).to.equal(undefined);
    expect(sums([{ Name: "service", Value: "other" }], document(1_000, 1))).to.equal(undefined);
    expect(emittedSums([document(1_000, 1)], { ...wanted, metric: "Other" }, window)[0]).to.equal(undefined);
  });
});
