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
const judged = (exceptions: unknown, environment = "case", config: Record<string, string> = {}) => {
  const violations = runPack(bucket, { exceptions, environment, config, today });
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

  const staging = { "platform:kind": "workload", "platform:production": "false", "platform:removal": "destroy" };

  it("takes a property of the stack, whatever its name, and never one of production", () => {
    const where = { production: false, removal: "destroy" };
    const holds = (config: Record<string, string>, name = "staging") =>
      judged([{ ...good, where }], name, config).about.excepted !== undefined;
    expect(holds(staging)).to.equal(true);
    expect(holds(staging, "prod")).to.equal(true);
    expect(holds({ ...staging, "platform:removal": "retain" })).to.equal(false);
    for (const production of ["true", "False", "no", ""])
      expect(holds({ ...staging, "platform:production": production }), production).to.equal(false);
    // Left out, it is production; and of another kind, or of nothing known, it is not said to be anything else.
    expect(holds({ "platform:kind": "workload", "platform:removal": "destroy" })).to.equal(false);
    expect(holds({ ...staging, "platform:kind": "baseline" })).to.equal(false);
    expect(holds({})).to.equal(false);
  });

  it("takes an exception that the stack states itself", () => {
    const where = { production: false, exception: "short-backups" };
    const holds = (exceptions: string) =>
      judged([{ ...good, where }], "staging", { ...staging, "platform:exceptions": exceptions }).about.excepted;
    expect(holds('[{"name":"no-domain"},{"name":"short-backups"}]')).to.not.equal(undefined);
    for (const other of ['[{"name":"no-domain"}]', "[null]", "[", '"short-backups"'])
      expect(holds(other), other).to.equal(undefined);
  });

  it("holds where both the name and the property do", () => {
    const entry = { ...good, environments: ["staging"], where: { production: false } };
    expect(judged([entry], "staging", staging).about.excepted).to.not.equal(undefined);
    expect(judged([entry], "other", staging).about.excepted).to.equal(undefined);
  });

  it("says where else an exception holds that does not hold here", () => {
    const message = (entry: object, name = "staging") => judged([entry], name, {}).about.message;
    expect(message({ ...good, environments: ["dev", "test"] })).to.match(
      /; exception 1 of policies\/exceptions\.yaml accepts it in dev, test only, not here$/,
    );
    expect(message({ ...good, where: { production: false, removal: "destroy" } })).to.contain(
      "accepts it where the stack says production: false, removal: destroy only, not here",
    );
    for (const entry of [{ ...good, resource: urn.replace("shared", "gone"), environments: ["dev"] }, good])
      expect(message(entry)).to.not.contain("exceptions.yaml");
  });

  it("needs one that names no stack only where its resource is", () => {
    const mended = { ...good, rule: "s3-acl-disabled", resource: "urn:pulumi:*::shared" };
    const unused = (entry: object) => judged([entry], "staging", staging).problems.map(({ rule }) => rule);
    expect(unused(mended)).to.deep.equal(["exception-unused"]);
    expect(unused({ ...mended, where: { production: false } })).to.deep.equal(["exception-unused"]);
    expect(unused({ ...mended, resource: "urn:pulumi:*::gone" })).to.deep.equal([]);
  });

  const wrong: Record<string, [unknown, string]> = {
    "a property of production": [{ ...good, where: { production: true } }, "where.production"],
    "a property that says nothing of production": [{ ...good, where: { removal: "destroy" } }, "where.production"],
    "a misspelt property": [{ ...good, where: { production: false, remove: "destroy" } }, "where"],
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
