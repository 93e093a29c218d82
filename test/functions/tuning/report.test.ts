import { expect } from "chai";
import { parseReport } from "../../../functions/tuning/report";

const WARM =
  "REPORT RequestId: 6f3a\tDuration: 12.34 ms\tBilled Duration: 13 ms\tMemory Size: 256 MB\tMax Memory Used: 91 MB\t";

describe("report of an invocation", () => {
  it("is found in a text log, after whatever the handler wrote", () => {
    const log = `START RequestId: 6f3a Version: 7\nREPORT of mine\tDuration: 1 ms\nEND RequestId: 6f3a\n${WARM}\n`;
    expect(parseReport(log)).to.deep.equal({ duration: 12.34, billed: 13, memorySize: 256, memoryUsed: 91 });
  });

  it("tells a cold start, and a restore from a snapshot, with X-Ray's fields behind it", () => {
    const cold = `${WARM}Init Duration: 148.21 ms\t\nXRAY TraceId: 1-5e34\tSegmentId: 4c1\tSampled: true\t`;
    expect(parseReport(cold)).to.include({ initDuration: 148.21, duration: 12.34 });
    const restored = `${WARM}Restore Duration: 401.00 ms\tBilled Restore Duration: 12 ms\t`;
    expect(parseReport(restored)).to.include({ initDuration: 401, billed: 13 });
  });

  it("is found in a JSON log", () => {
    const metrics = { durationMs: 8.1, billedDurationMs: 9, memorySizeMB: 128, maxMemoryUsedMB: 70 };
    const line = (more: object) =>
      JSON.stringify({
        time: "2026-11-21T12:00:00.000Z",
        type: "platform.report",
        record: { requestId: "6f3a", metrics: { ...metrics, ...more }, status: "success" },
      });
    const own = '{"level":"INFO","message":"\\"platform.report\\" soon"}';
    expect(parseReport(`${own}\n${line({})}`)).to.deep.equal({
      duration: 8.1,
      billed: 9,
      memorySize: 128,
      memoryUsed: 70,
    });
    expect(parseReport(line({ initDurationMs: 99.5 }))).to.include({ initDuration: 99.5 });
  });

  it("is missing where the tail has none, or only a part", () => {
    for (const log of [
      "",
      "END RequestId: 6f3a",
      "REPORT RequestId: 6f3a\tDuration: 12.34 ms",
      '{"type":"platform.report"',
    ])
      expect(parseReport(log), log).to.equal(undefined);
  });
});
