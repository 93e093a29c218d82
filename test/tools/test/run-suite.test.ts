import { expect } from "chai";
import { runSuite } from "../../../tools/test/run-suite";
import type { Suite } from "../../../tools/test/suites";

const suite = (script: string, mocha = false): Suite => ({
  name: "some",
  about: "a test",
  command: ["-e", script],
  mocha,
  engine: false,
});

describe("a suite of the test run", function () {
  this.timeout(60_000);

  it("is one test by its exit code, and says what it said", async () => {
    let said = "";
    expect(await runSuite(suite('console.log("fine"); console.error("so")'), (text) => (said += text))).to.deep.equal({
      passed: 1,
      failed: 0,
    });
    expect(said).to.contain("fine\n").and.contain("so\n");
    expect(await runSuite(suite("process.exit(3)"), () => undefined)).to.deep.equal({ passed: 0, failed: 1 });
  });

  it("is a failure where it ends without having counted, and where it counts well and ends badly", async () => {
    expect(await runSuite(suite("", true), () => undefined)).to.deep.equal({ passed: 0, failed: 1 });
    const counted = `require("fs").writeFileSync(process.env.PLATFORM_TEST_RESULT, '{"passed":2,"failed":0}');`;
    expect(await runSuite(suite(counted, true), () => undefined)).to.deep.equal({ passed: 2, failed: 0 });
    const badly = await runSuite(suite(`${counted} process.exit(1)`, true), () => undefined);
    expect(badly).to.deep.equal({ passed: 2, failed: 1 });
  });

  it("ends although something that it left running holds on to its output", async () => {
    let said = "";
    const left = `
      const { pid } = require("child_process").spawn("sleep", ["300"], { stdio: "inherit", detached: true }).on("error", () => {});
      console.log("left " + pid);
      process.exit(0);`;
    const begun = Date.now();
    const count = await runSuite(suite(left), (text) => (said += text));
    process.kill(Number(/left (\d+)/.exec(said)![1]));
    expect(count).to.deep.equal({ passed: 1, failed: 0 });
    expect(Date.now() - begun).to.be.below(50_000);
  });
});
