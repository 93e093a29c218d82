import { expect } from "chai";
import fc from "fast-check";
import * as pulumi from "@pulumi/pulumi";
import { withOverrides } from "../../components/overrides";

describe("withOverrides", () => {
  it("lets overrides win over defaults, and the required over both", () => {
    const merged = withOverrides<Record<string, unknown>>({ a: 1, b: 1, c: 1 }, { b: 2, c: 2 }, { c: 3 });
    expect(merged).to.deep.equal({ a: 1, b: 2, c: 3 });
  });

  it("merges plain objects key by key, at any depth", () => {
    const merged = withOverrides<object>({ s: { x: { a: 1, b: 1 } } }, { s: { x: { b: 2 } } }, { s: { x: { c: 3 } } });
    expect(merged).to.deep.equal({ s: { x: { a: 1, b: 2, c: 3 } } });
  });

  it("replaces lists and outputs as a whole", () => {
    const output = pulumi.output("later");
    const merged = withOverrides<object>({ list: [1, 2, 3], value: { a: 1 } }, { list: [4], value: output }, {});
    expect(merged).to.have.property("list").that.deep.equals([4]);
    expect(merged).to.have.property("value", output);
  });

  it("never lets undefined replace a value, but lets false, 0, null and the empty string", () => {
    const defaults = { a: 1, b: true, c: 5, d: "d", e: "e" };
    const overrides = { a: undefined, b: false, c: 0, d: "", e: null };
    const merged = withOverrides<object>(defaults, overrides, { a: undefined });
    expect(merged).to.deep.equal({ a: 1, b: false, c: 0, d: "", e: null });
  });

  it("works without overrides, and changes none of its arguments", () => {
    const defaults = { s: { a: 1 } };
    expect(withOverrides<object>(defaults, undefined, { s: { b: 2 } })).to.deep.equal({ s: { a: 1, b: 2 } });
    expect(defaults).to.deep.equal({ s: { a: 1 } });
  });

  it("keeps what is required whatever is overridden", () => {
    const values = fc.dictionary(fc.constantFrom("a", "b", "c"), fc.oneof(fc.integer(), fc.string(), fc.boolean()));
    fc.assert(
      fc.property(values, values, values, (defaults, overrides, required) => {
        const merged = withOverrides<Record<string, unknown>>(defaults, overrides, required);
        expect(merged).to.deep.equal({ ...defaults, ...overrides, ...required });
      }),
    );
  });
});
