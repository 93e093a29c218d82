import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { inputChecks } from "../../components/input-checks";
import { InputError } from "../../components/input-error";

const check = inputChecks("platform:test:Thing", "thing");
const PAGE = "https://docs.aws.amazon.com/limits";

describe("inputChecks", () => {
  it("fails with the component's and the resource's name", () => {
    expect(() => check.fail("field", 1, "leave it out"))
      .to.throw(InputError)
      .with.property("message", 'platform:test:Thing "thing": field is 1; leave it out.');
  });

  describe("integer", () => {
    for (const value of [undefined, 1, 5, 10])
      it(`passes ${value}`, () => expect(() => check.integer("n", value, 1, 10, PAGE)).to.not.throw());
    for (const value of [0, 11, 1.5, NaN, Infinity, -1])
      it(`refuses ${value}`, () =>
        expect(() => check.integer("n", value, 1, 10, PAGE)).to.throw(
          InputError,
          `use a whole number from 1 to 10 (${PAGE})`,
        ));
    it("refuses a number given as text", () =>
      expect(() => check.integer("n", "5" as never, 1, 10, PAGE)).to.throw(InputError, 'n is "5"'));
  });

  describe("matches", () => {
    for (const value of [undefined, "abc", pulumi.output("ABC")])
      it(`passes ${pulumi.Output.isInstance(value) ? "what is not yet known" : value}`, () =>
        expect(() => check.matches("s", value, /^[a-z]+$/, "lower case", PAGE)).to.not.throw());
    for (const value of ["ABC", ""])
      it(`refuses "${value}"`, () =>
        expect(() => check.matches("s", value, /^[a-z]+$/, "lower case", PAGE)).to.throw(
          InputError,
          `s is "${value}"; use lower case (${PAGE}).`,
        ));
  });

  describe("oneOf", () => {
    for (const value of [undefined, "a"])
      it(`passes ${value}`, () => expect(() => check.oneOf("s", value, ["a", "b"], PAGE)).to.not.throw());
    it("refuses what is not listed, and lists what is", () =>
      expect(() => check.oneOf("s", "c", ["a", "b"], PAGE)).to.throw(
        InputError,
        `s is "c"; use one of "a", "b" (${PAGE}).`,
      ));
  });
});
