import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { InputError } from "../../components/input-error";

describe("InputError", () => {
  it("names the component, the field, the value and the fix", () => {
    const error = new InputError("platform:messaging:Queue", "intake", "delaySeconds", 901, "use at most 900");
    expect(error.message).to.equal('platform:messaging:Queue "intake": delaySeconds is 901; use at most 900.');
    expect(error).to.include({ component: "platform:messaging:Queue", resourceName: "intake", field: "delaySeconds" });
    expect(error).to.include({ value: 901, fix: "use at most 900" });
  });

  it("is one that the engine prints without a stack trace", () => {
    const error = new InputError("c", "n", "f", 1, "x");
    expect(error).to.be.instanceOf(Error);
    expect(pulumi.RunError.isInstance(error)).to.equal(true);
  });

  for (const [value, shown] of [
    [undefined, "missing"],
    [null, "null"],
    ["text", '"text"'],
    [{ a: [1] }, '{"a":[1]}'],
    [Symbol("s"), "Symbol(s)"],
    ["x".repeat(300), `"${"x".repeat(199)}…`],
  ] as const)
    it(`shows ${String(value).slice(0, 20)} as ${shown.slice(0, 20)}`, () => {
      expect(new InputError("c", "n", "f", value, "fix it").message).to.equal(`c "n": f is ${shown}; fix it.`);
    });
});
