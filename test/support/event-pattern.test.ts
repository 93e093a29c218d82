import { expect } from "chai";
import { matchesPattern } from "./event-pattern";

const event = { source: "aws.kms", detail: { severity: 5, name: "DisableKey", list: ["a", "b"], none: null } };

describe("matchesPattern", () => {
  const cases: [string, object, boolean][] = [
    ["a value of the list", { source: ["aws.s3", "aws.kms"] }, true],
    ["no value of the list", { source: ["aws.s3"] }, false],
    ["a field that is not there", { account: ["1"] }, false],
    ["a nested field", { detail: { name: ["DisableKey"] } }, true],
    ["one of an event's list", { detail: { list: ["b"] } }, true],
    ["none of an event's list", { detail: { list: ["c"] } }, false],
    ["null", { detail: { none: [null] } }, true],
    ["a prefix", { detail: { name: [{ prefix: "Disable" }] } }, true],
    ["another prefix", { detail: { name: [{ prefix: "Enable" }] } }, false],
    ["a suffix", { source: [{ suffix: ".kms" }] }, true],
    ["a wildcard", { detail: { name: [{ wildcard: "Dis*ey" }] } }, true],
    ["a wildcard whose dot is a dot", { source: [{ wildcard: "aws*k.s" }] }, false],
    ["exists", { detail: { severity: [{ exists: true }] } }, true],
    ["exists not", { detail: { error: [{ exists: false }] } }, true],
    ["exists not, though it does", { detail: { severity: [{ exists: false }] } }, false],
    ["exists not, of a field below one that is not there", { more: { error: [{ exists: false }] } }, true],
    ["anything but others", { detail: { name: [{ "anything-but": ["EnableKey"] }] } }, true],
    ["anything but itself", { detail: { name: [{ "anything-but": ["DisableKey"] }] } }, false],
    ["anything but, of a field that is not there", { detail: { error: [{ "anything-but": ["x"] }] } }, false],
    ["a range", { detail: { severity: [{ numeric: [">=", 4, "<", 7] }] } }, true],
    ["a range above", { detail: { severity: [{ numeric: [">=", 7] }] } }, false],
    ["one of two objects", { $or: [{ source: ["x"] }, { detail: { name: ["DisableKey"] } }] }, true],
    ["none of two objects", { $or: [{ source: ["x"] }, { source: ["y"] }] }, false],
    ["an object in a list", { findings: { label: ["HIGH"] } }, true],
  ];
  for (const [what, pattern, expected] of cases)
    it(`${expected ? "matches" : "does not match"} ${what}`, () => {
      expect(matchesPattern(pattern, { ...event, findings: [{ label: "LOW" }, { label: "HIGH" }] })).to.equal(expected);
    });

  it("refuses what it does not know, rather than not to match", () => {
    expect(() => matchesPattern({ source: [{ like: "x" }] }, event)).to.throw("unknown operator like");
    expect(() => matchesPattern({ source: "aws.kms" }, event)).to.throw("lists");
    expect(() => matchesPattern({ source: [] }, event)).to.throw("empty");
    expect(() => matchesPattern({ $or: [{ source: ["x"] }] }, event)).to.throw("two");
  });
});
