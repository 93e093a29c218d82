import { expect } from "chai";
import { renderJson } from "../../policies/report/json";
import { renderMarkdown } from "../../policies/report/markdown";
import { renderSarif } from "../../policies/report/sarif";
import { renderTerminal } from "../../policies/report/terminal";
import type { Violation } from "../../policies/violation";

const base: Violation = {
  rule: "s3-public-acl",
  title: "No bucket ACL grants access to everybody",
  severity: "critical",
  level: "mandatory",
  urn: "urn:pulumi:dev::platform::platform:data:Bucket$aws:s3/bucketAcl:BucketAcl::uploads-acl",
  message: "acl is a canned ACL for everybody",
  fix: "Drop the ACL.",
  ids: ["FSBP S3.2", "CKV_AWS_20"],
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html",
};
const low: Violation = {
  ...base,
  rule: "apigw-xray",
  severity: "low",
  level: "advisory",
  message: "xrayTracingEnabled is not true",
};
const excepted: Violation = {
  ...base,
  urn: `${base.urn}-2`,
  excepted: { reason: "Open data.", owner: "data", expires: "2027-01-31" },
};
const stack: Violation = { ...low, rule: "exception-unused", message: "exception 3 excepts nothing here" };
delete stack.urn;
const all = [low, excepted, stack, base];
const context = { stack: "dev" };

describe("policies/report", () => {
  it("tells a person at a terminal what, where and what to do, worst first", () => {
    expect(renderTerminal(all, context)).to
      .equal(`Policies of dev: Violations: 1 refuses the deployment, 2 advisory, 1 excepted.

critical s3-public-acl (refused)
  aws:s3/bucketAcl:BucketAcl uploads-acl
  acl is a canned ACL for everybody.
  Fix: Drop the ACL.
  Also: FSBP S3.2, CKV_AWS_20

low apigw-xray (advisory)
  aws:s3/bucketAcl:BucketAcl uploads-acl
  xrayTracingEnabled is not true.
  Fix: Drop the ACL.
  Also: FSBP S3.2, CKV_AWS_20

low exception-unused (advisory)
  the stack
  exception 3 excepts nothing here.
  Fix: Drop the ACL.
  Also: FSBP S3.2, CKV_AWS_20

critical s3-public-acl (excepted)
  aws:s3/bucketAcl:BucketAcl uploads-acl-2
  acl is a canned ACL for everybody.
  Accepted until 2027-01-31 by data: Open data.
  Also: FSBP S3.2, CKV_AWS_20
`);
    expect(renderTerminal([], context)).to.equal("Policies of dev: No violations.\n");
  });

  it("colours the severity where asked, and obeys no control character of a name", () => {
    const nasty = { ...base, urn: `${base.urn}\u001b[2J\u0007\nrm` };
    const shown = renderTerminal([nasty], context, { colors: true });
    expect(shown).to.contain("\u001b[35mcritical\u001b[0m");
    expect(shown).to.contain("\\x07\\x0arm");
    expect(shown).not.to.contain("\u001b[2J");
  });

  it("makes a table for a pull request, with the excepted folded away", () => {
    const markdown = renderMarkdown(all, context);
    expect(markdown).to.contain("### Policies: dev\n\nViolations: 1 refuses the deployment, 2 advisory, 1 excepted.");
    expect(markdown).to.contain(
      "| ⛔ | critical | s3-public-acl | aws:s3/bucketAcl:BucketAcl uploads-acl | acl is a canned ACL for everybody. Drop the ACL. |",
    );
    expect(markdown.indexOf("<details><summary>1 accepted by exceptions")).to.be.greaterThan(
      markdown.indexOf("exception-unused"),
    );
    expect(renderMarkdown([], context)).to.equal("### Policies: dev\n\nNo violations.\n");
  });

  it("lets no name become markup, a mention or a row, and stays within what GitHub takes", () => {
    const nasty = { ...base, urn: `${base.urn} | <img src=x> [a](b) @team \n| x |` };
    const row = renderMarkdown([nasty], context)
      .split("\n")
      .find((line) => line.includes("img"))!;
    expect(row).to.contain("\\| &lt;img src=x> \\[a\\]\\(b\\) @\u200bteam \\| x \\|");
    const many = renderMarkdown(
      Array.from({ length: 2000 }, (_, i) => ({ ...base, urn: `${base.urn}${i}` })),
      context,
    );
    expect(many.length).to.be.lessThan(65_000);
    expect(many).to.match(/… and \d+ more/);
  });

  it("gives a program everything", () => {
    const report = JSON.parse(renderJson(all, context));
    expect(report).to.include({ version: 1, stack: "dev" });
    expect(report.summary).to.deep.equal({ refusing: 1, advisory: 2, excepted: 1 });
    expect(report.violations[0]).to.deep.equal(base);
  });

  it("writes SARIF that code scanning takes: rules, places, fingerprints and suppressions", () => {
    const locate = (urn: string) =>
      urn === base.urn ? { file: "stacks/systems/students system.ts", line: 12 } : undefined;
    const log = JSON.parse(renderSarif(all, context, { locate }));
    expect(log.version).to.equal("2.1.0");
    const [run] = log.runs;
    const ids = run.tool.driver.rules.map((rule: { id: string }) => rule.id);
    expect(ids).to.deep.equal(["s3-public-acl", "apigw-xray", "exception-unused"]);
    for (const result of run.results) {
      expect(ids[result.ruleIndex]).to.equal(result.ruleId);
      expect(result.locations[0].physicalLocation.region.startLine).to.be.greaterThan(0);
      expect(result.message.text).to.be.a("string");
    }
    const [first, , , last] = run.results;
    expect(first.level).to.equal("error");
    expect(first.locations[0].physicalLocation.artifactLocation.uri).to.equal("stacks/systems/students%20system.ts");
    expect(first.locations[0].physicalLocation.region.startLine).to.equal(12);
    expect(first.locations[0].logicalLocations[0].fullyQualifiedName).to.equal(base.urn);
    expect(last.suppressions[0]).to.deep.equal({
      kind: "external",
      status: "accepted",
      justification: "Open data. (data, until 2027-01-31)",
    });
    expect(run.results[2].locations[0].physicalLocation.artifactLocation.uri).to.equal("stacks/index.ts");
    const prints = run.results.map((result: any) => result.partialFingerprints["violation/v1"]);
    expect(new Set(prints).size).to.equal(4);
    expect(
      JSON.parse(renderSarif([...all].reverse(), context, { locate })).runs[0].results.map(
        (r: any) => r.partialFingerprints["violation/v1"],
      ),
    ).to.deep.equal(prints);
  });
});
