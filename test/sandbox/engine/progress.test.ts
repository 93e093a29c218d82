import { expect } from "chai";
import { compileStatus } from "../../../sandbox/engine/compile-status";
import { downloads } from "../../../sandbox/engine/go-build";
import { consoleProgress } from "../../../sandbox/engine/progress";
import { recordedProgress } from "./support/recorded-progress";

describe("the progress of a build", () => {
  it("replaces the state on a terminal, cut to its width", () => {
    let text = "";
    const progress = consoleProgress({ isTTY: true, columns: 12, write: (part) => (text += part) });
    progress.status("0123456789abcdef");
    progress.status("second");
    progress.line("done");
    expect(text).to.equal("\r\x1b[K0123456789a\r\x1b[Ksecond\r\x1b[Kdone\n");
  });

  it("writes a state every five seconds elsewhere, and each line", () => {
    let text = "";
    let now = 0;
    const progress = consoleProgress({ write: (part) => (text += part) }, () => now);
    for (; now <= 10_000; now += 1_000) progress.status(`at ${now / 1000}`);
    progress.line("done");
    expect(text).to.equal("at 0\nat 5\nat 10\ndone\n");
  });

  it("tells packages, share, time and the package", () => {
    const status = { compiled: 812, total: 1752, last: "github.com/a/b/internal/service/ec2", milliseconds: 312_900 };
    expect(compileStatus("the AWS plugin", status)).to.equal(
      "  the AWS plugin: 812 of 1752 packages (46 %), 5 min 12 s, service/ec2",
    );
  });

  it("tells that it links when all is compiled", () => {
    const status = { compiled: 12, total: 12, last: "main", milliseconds: 59_999 };
    expect(compileStatus("x", status)).to.equal("  x: 12 of 12 packages (100 %), 59 s, linking");
  });

  it("counts the modules that Go downloads, and nothing else it says", () => {
    const report = recordedProgress();
    const tell = downloads("x", report);
    tell("go: downloading github.com/a/b v1.0.0");
    tell("github.com/a/b");
    tell("go: downloading github.com/a/c v1.0.0");
    expect(report.states).to.deep.equal([
      "  x: 1 modules downloaded, github.com/a/b",
      "  x: 2 modules downloaded, github.com/a/c",
    ]);
  });
});
