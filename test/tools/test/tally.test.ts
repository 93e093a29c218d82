import { expect } from "chai";
import { Tally } from "../../../tools/test/tally";

const SAID = `
=== sandbox: everything

  a system
    \u001b[32m✔\u001b[39m works (12ms)
    1) fails
    with a part
      ✔ says "2) no more"

  2 passing (1s)
  1 failing

  1) a system
       fails:
     ✔ of a message
`;

describe("the tests that a running suite has told of", () => {
  it("counts them by mocha's lines, each once, however the text comes in pieces", () => {
    const tally = new Tally();
    for (const piece of SAID.match(/[^]{1,7}/g)!) tally.add(piece);
    expect(tally.toString()).to.equal("2 passed, 1 failed");
  });

  it("says nothing of failures where there are none", () => {
    expect(new Tally().toString()).to.equal("0 passed");
  });
});
