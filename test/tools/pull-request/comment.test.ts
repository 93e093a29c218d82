import { expect } from "chai";
import { marker, renderComment } from "../../../tools/pull-request/comment";
import { queueChange, report, violation } from "./fixture";

const context = { sha: "0123456789abcdef", repositoryUrl: "https://github.com/acme/platform", runUrl: "https://run" };

describe("a pull request's comment", () => {
  it("says in a line that nothing changes, and can be found again", () => {
    const comment = renderComment([report("dev"), report("prod")]);
    expect(comment.startsWith(`${marker}\n\n## ✅ No change\n`)).to.equal(true);
    expect(comment).to.contain("| ✅ | dev | 300 | none | no violation |");
    expect(comment).to.not.contain("###");
  });

  it("shows a change once for all environments that have it", () => {
    const changed = (stack: string) => report(stack, { base: { difference: queueChange } });
    const comment = renderComment([changed("dev"), changed("prod"), report("test")]);
    expect(comment).to.contain("## ✅ Nothing refuses what changes in dev and prod");
    expect(comment.match(/```diff/g)).to.have.length(1);
    expect(comment).to.contain("<strong>dev and prod</strong>: 1 added, 0 removed, 1 changed");
    expect(comment).to.contain(
      "+ aws:s3/bucket:Bucket uploads\n! aws:sqs/queue:Queue intake\n      inputs.visibilityTimeoutSeconds: 120 → 30",
    );
  });

  it("tells what refuses first, with place, fix and environments, each violation once", () => {
    const low = violation({ rule: "apigw-xray", severity: "low", level: "advisory", message: "no tracing" });
    const inProd = violation({ urn: violation().urn!.replace(":dev:", ":prod:") });
    const comment = renderComment(
      [report("dev", { violations: [low, violation()] }), report("prod", { violations: [inProd] })],
      context,
    );
    expect(comment).to.contain("## ⛔ Refused in dev and prod");
    expect(comment).to.contain("| ⛔ | dev | 300 | none | **1 refuses**, 1 advisory |");
    const rows = comment.split("\n").filter((line) => line.includes("uploads"));
    expect(rows).to.deep.equal([
      "| ⛔ | critical | s3-public-acl | aws:s3/bucket:Bucket uploads<br>[stacks/systems/intake.ts:49](https://github.com/acme/platform/blob/0123456789abcdef/stacks/systems/intake.ts#L49) | acl is a canned ACL for everybody. Drop the ACL. | dev, prod |",
      "| ⚠️ | low | apigw-xray | aws:s3/bucket:Bucket uploads<br>[stacks/systems/intake.ts:49](https://github.com/acme/platform/blob/0123456789abcdef/stacks/systems/intake.ts#L49) | no tracing. Drop the ACL. | dev |",
    ]);
    expect(comment).to.contain("[the whole of it](https://run)");
  });

  it("folds away what exceptions accept, with the reasons, and does not count it as refused", () => {
    const excepted = { reason: "Open data.", owner: "data", expires: "2027-01-31" };
    const comment = renderComment([report("dev", { violations: [violation({ excepted })] })]);
    expect(comment).to.contain("## ✅ No change").and.contain("1 accepted |");
    expect(comment).to.match(
      /<details><summary>1 accepted by exceptions<\/summary>\n\n\| Rule .*\n.*\n\| s3-public-acl .* Open data\. \| data \| 2027-01-31 \| dev \|/,
    );
  });

  it("names what could not be planned, cannot be deployed, or was not committed", () => {
    const comment = renderComment([
      { stack: "dev", error: "the program is <wrong>" },
      report("prod", { problems: ["Functions reserve 901"] }),
      report("test", { comparison: { state: "differs" } }),
      report("sandbox", { comparison: { state: "missing" } }),
    ]);
    expect(comment).to.contain("## ⛔ Refused in dev and prod");
    expect(comment).to.contain("- **dev** could not be planned: the program is &lt;wrong&gt;");
    expect(comment).to.contain("- **prod**: Functions reserve 901");
    expect(comment).to.contain("Run `npm run plan -- test sandbox --update` and commit it.");
    expect(renderComment([report("test", { comparison: { state: "differs" } })])).to.contain(
      "## ⚠️ The committed plan of test",
    );
  });

  it("lets no text of a contributor's become mark-up, a row, a mention or the end of the fence", () => {
    const nasty = "x | <img src=x> [a](https://evil) @team\n| y |\n```\n# Hi";
    const comment = renderComment(
      [
        report("dev", {
          violations: [violation({ message: nasty, source: { file: "a)b](c <d>", line: 1 } })],
          base: { difference: { ...queueChange, added: [`aws:x/y:Z::${nasty}`] } },
        }),
      ],
      context,
    );
    const [table, diff] = comment.split("```diff");
    expect(table).to.not.match(/<img|\[a\]\(|@team|\n# Hi|\n\| y/);
    expect(table).to.contain("blob/0123456789abcdef/ab%5Dc%20%3Cd%3E#L1)");
    expect(diff!.match(/^```/gm)).to.have.length(1);
  });

  it("stays within what GitHub takes, whatever there is too much of, and says that it was cut", () => {
    const many = <T>(count: number, make: (index: number) => T) =>
      Array.from({ length: count }, (_, index) => make(index));
    const wide = "ü€".repeat(200);
    const violations = many(3000, (index) => violation({ urn: `${violation().urn}-${index}`, message: wide }));
    const excepted = { reason: wide, owner: "data", expires: "2027-01-31" };
    const accepted = many(3000, (index) => violation({ urn: `${violation().urn}-${index}`, excepted }));
    const added = many(5000, (index) => `aws:x/y:Z::${wide}-${index}`);
    const error = "<".repeat(20_000);
    for (const reports of [
      many(4, (index) =>
        report(`s${index}`, { base: { difference: { added: [...added, `${index}`], removed: [], changed: {} } } }),
      ),
      [
        report("dev", {
          violations: [...violations, ...accepted],
          base: { difference: { added, removed: [], changed: {} } },
        }),
      ],
      many(50, (index) => ({ stack: `s${index}`, error })),
    ]) {
      const comment = renderComment(reports, context);
      expect(Buffer.byteLength(comment)).to.be.lessThan(65_536);
      expect(comment).to.match(/more lines|more: `npm run plan`|cut: there is more|Too long for a comment/);
      expect(comment.startsWith(marker)).to.equal(true);
    }
  });
});
