import { expect } from "chai";
import { rules } from "../../policies/rules";
import { loadExceptions } from "../../policies/exceptions";
import { runPack } from "../../policies/run-in-process";
import { recorded, res } from "./support/cases";

const today = "2026-11-21";
const bucket = recorded(
  { bad: {}, good: {} },
  res("aws:s3/bucketAcl:BucketAcl", "shared", { acl: "public-read" }),
  true,
);
const urn = bucket[0]!.urn;
const good = {
  rule: "s3-public-acl",
  resource: urn,
  reason: "A public download of open data, reviewed with the data's owner.",
  owner: "data",
  expires: "2027-01-31",
};
const judged = (exceptions: unknown, environment = "case") => {
  const violations = runPack(bucket, { exceptions, environment, today });
  const about = violations.find(({ rule }) => rule === "s3-public-acl")!;
  return { about, problems: violations.filter(({ rule }) => rule.startsWith("exception-")) };
};

describe("policies/exceptions", () => {
  it("accepts the violation of one rule by one resource, and says by whom, why and until when", () => {
    const { about, problems } = judged([good]);
    expect(about.excepted).to.deep.equal({ reason: good.reason, owner: "data", expires: "2027-01-31" });
    expect(problems).to.deep.equal([]);
  });

  it("takes a pattern, in which nothing but the star is special", () => {
    expect(judged([{ ...good, resource: "urn:pulumi:*::shared" }]).about.excepted).to.not.equal(undefined);
    expect(judged([{ ...good, resource: "urn:pulumi:*::share." }]).about.excepted).to.equal(undefined);
    expect(judged([{ ...good, resource: "urn:pulumi:*::share" }]).about.excepted).to.equal(undefined);
  });

  it("reports one that has expired, and the violation is back; the last day still counts", () => {
    expect(judged([{ ...good, expires: today }]).about.excepted).to.not.equal(undefined);
    const { about, problems } = judged([{ ...good, expires: "2026-11-20" }]);
    expect(about.excepted).to.equal(undefined);
    expect(problems.map(({ rule, level }) => [rule, level])).to.deep.equal([["exception-expired", "mandatory"]]);
  });

  it("reports one that nothing needs, in the environments that it is for only", () => {
    const other = { ...good, resource: urn.replace("shared", "gone") };
    expect(judged([good, other]).problems.map(({ rule, level }) => [rule, level])).to.deep.equal([
      ["exception-unused", "advisory"],
    ]);
    expect(judged([{ ...other, environments: ["prod"] }]).problems).to.deep.equal([]);
    expect(judged([{ ...good, environments: ["prod"] }]).about.excepted).to.equal(undefined);
    expect(judged([{ ...good, environments: ["prod"] }], "prod").about.excepted).to.not.equal(undefined);
  });

  const wrong: Record<string, [unknown, string]> = {
    "a misspelt rule": [
      { ...good, rule: "s3-public-alc" },
      'there is no rule "s3-public-alc"; did you mean "s3-public-acl"?',
    ],
    "no reason": [{ ...good, reason: "" }, "reason"],
    "a reason that says nothing": [{ ...good, reason: "because" }, "reason"],
    "no owner": [{ ...good, owner: undefined }, "owner"],
    "no date": [{ ...good, expires: "soon" }, "expires"],
    "no such day": [{ ...good, expires: "2027-02-30" }, "expires"],
    "a date too far away": [{ ...good, expires: "2028-06-01" }, "more than 366 days"],
    "every resource": [{ ...good, resource: "*" }, "resource"],
    "a misspelt key": [{ ...good, environment: "prod" }, "environment"],
    "no object": ["s3-public-acl", "expected object"],
  };
  for (const [name, [entry, message]] of Object.entries(wrong)) {
    it(`reports ${name}, without hindering the others`, () => {
      const { about, problems } = judged([entry, good]);
      expect(about.excepted).to.not.equal(undefined);
      expect(problems.map(({ rule }) => rule)).to.deep.equal(["exception-invalid"]);
      expect(problems[0]!.message).to.contain(message);
    });
  }

  it("reports a file that is no list, or no YAML", () => {
    expect(judged({ rules: [] }).problems.map(({ rule }) => rule)).to.deep.equal(["exception-invalid"]);
    expect(judged("- rule: [").problems.map(({ rule }) => rule)).to.deep.equal(["exception-invalid"]);
    expect(judged("").problems).to.deep.equal([]);
  });

  it("finds nothing wrong in the platform's own file", () => {
    expect(loadExceptions(rules).problems).to.deep.equal([]);
  });
});
