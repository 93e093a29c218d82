import { expect } from "chai";
import { correlatedLines } from "../../../sandbox/logs/correlated-lines";

const line = (more: object) =>
  JSON.stringify({ level: "INFO", message: "stored", service: "storeStudents", correlation_id: "r-1", ...more });

describe("lines of one request", () => {
  it("come from every log group, oldest first, without what every line has", () => {
    const records = [
      { group: "/aws/lambda/storeStudents", timestamp: 2000, message: line({ messageId: "m", cold_start: true }) },
      {
        group: "/aws/lambda/storeStudents",
        timestamp: 3000,
        message: '{"_aws":{},"correlation_id":"r-1","StudentStored":1}',
      },
      { group: "intake-access", timestamp: 1000, message: '{"requestId":"r-1","status":"202"}' },
      { group: "/aws/lambda/other", timestamp: 1500, message: "START RequestId: r-1 Version: 1\n" },
    ];
    expect(correlatedLines(records, "r-1")).to.deep.equal([
      {
        at: "1970-01-01T00:00:01.000Z",
        from: "intake-access",
        what: "record",
        fields: { requestId: "r-1", status: "202" },
      },
      { at: "1970-01-01T00:00:01.500Z", from: "other", what: "START RequestId: r-1 Version: 1", fields: {} },
      { at: "1970-01-01T00:00:02.000Z", from: "storeStudents", what: "INFO stored", fields: { messageId: "m" } },
      { at: "1970-01-01T00:00:03.000Z", from: "storeStudents", what: "counted", fields: { StudentStored: 1 } },
    ]);
  });

  it("are those of a batch as well, and not those of an id that begins or ends alike", () => {
    const found = (ids: string[]) =>
      correlatedLines(
        [{ group: "g", timestamp: 1, message: line({ correlation_id: "i", correlation_ids: ids }) }],
        "r-1",
      );
    expect(found(["a", "r-1"])).to.have.length(1);
    expect(found(["r-10", "ar-1", "r-1-2"])).to.deep.equal([]);
  });
});
