import { expect } from "chai";
import * as fc from "fast-check";
import initialRules from "../../../functions/events/initial-rules.json";
import { compileRules, type Routable } from "../../../functions/events/router";
import { rulesSchema, type Rules } from "../../../functions/events/rules";
import { problemsOf } from "../../../functions/shared/validate";

const TARGETS = ["table", "web", "storeEvent"];
const event = (more: Partial<Routable> = {}): Routable => ({ type: "t", source: "s", detail: {}, ...more });
const rule = (name: string, match: Rules["rules"][number]["match"], target: string, more = {}) => ({
  name,
  match,
  target,
  ...more,
});
const targets = (rules: Rules["rules"], given: Routable) =>
  compileRules({ version: 1, rules, default: "default" })(given);

describe("the router", () => {
  it("sends what no rule matches to the default", () => {
    expect(targets([], event())).to.deep.equal(["default"]);
    expect(targets([rule("r", { type: "x" }, "web")], event())).to.deep.equal(["default"]);
  });

  it("lets the first match win", () => {
    const rules = [rule("1", { type: "x" }, "a"), rule("2", { type: "t" }, "b"), rule("3", { source: "s" }, "c")];
    expect(targets(rules, event())).to.deep.equal(["b"]);
  });

  it("goes on after a match that says so, names each target once, and needs no default then", () => {
    const go = { continue: true };
    const rules = [rule("1", { type: "t" }, "a", go), rule("2", {}, "a", go), rule("3", { source: "s" }, "b")];
    expect(targets(rules, event())).to.deep.equal(["a", "b"]);
    expect(targets(rules, event({ source: "other" }))).to.deep.equal(["a"]);
    expect(targets(rules, event({ type: "other" }))).to.deep.equal(["a", "b"]);
  });

  it("asks for every key of a rule, and for one of a key's values", () => {
    const rules = [rule("1", { type: ["t", "u"], source: "s", "detail.a.b": ["x", "y"] }, "web")];
    expect(targets(rules, event({ type: "u", detail: { a: { b: "y" } } }))).to.deep.equal(["web"]);
    for (const other of [
      event({ type: "v", detail: { a: { b: "y" } } }),
      event({ source: "z", detail: { a: { b: "y" } } }),
      event({ detail: { a: { b: "z" } } }),
      event({ detail: { a: "x" } }),
      event({ detail: { "a.b": "x" } }),
      event(),
    ])
      expect(targets(rules, other), JSON.stringify(other)).to.deep.equal(["default"]);
  });

  it("compares numbers and booleans by their text, and looks into lists", () => {
    const rules = [rule("1", { "detail.v": ["5", "true", "red"] }, "web")];
    for (const v of [5, "5", true, "red", ["blue", "red"], [5]]) {
      expect(targets(rules, event({ detail: { v } })), JSON.stringify(v)).to.deep.equal(["web"]);
    }
    for (const v of [6, false, null, {}, [], ["blue"], [["red"]]]) {
      expect(targets(rules, event({ detail: { v } })), JSON.stringify(v)).to.deep.equal(["default"]);
    }
  });

  it("sees only what an event has itself", () => {
    const own = rule("1", { "detail.constructor.name": "Object" }, "web");
    const length = rule("2", { "detail.text.length": "1" }, "web");
    const list = rule("3", { "detail.list.0": "x" }, "web");
    expect(targets([own, length], event({ detail: { text: "x" } }))).to.deep.equal(["default"]);
    expect(targets([list], event({ detail: { list: ["x"] } }))).to.deep.equal(["web"]);
  });

  it("never loses an event, whatever it holds", () => {
    const values = fc.oneof(fc.string(), fc.array(fc.string(), { minLength: 1 }));
    const keys = fc.constantFrom("type", "source", "detail.a", "detail.a.b", "detail.__proto__");
    const rules = fc.array(
      fc.record({ name: fc.string(), match: fc.dictionary(keys, values), target: fc.string(), continue: fc.boolean() }),
    );
    fc.assert(
      fc.property(rules, fc.string(), fc.dictionary(fc.string(), fc.jsonValue()), (several, type, detail) => {
        const found = targets(several as Rules["rules"], event({ type, detail }));
        expect(found.length).to.be.above(0);
        expect(new Set(found).size).to.equal(found.length);
      }),
    );
  });
});

describe("the schema of the rules", () => {
  const problems = (document: unknown) => {
    const { error } = rulesSchema(TARGETS).safeParse(document);
    return error ? problemsOf(error).join("; ") : "";
  };

  it("takes the document that the stack starts with", () => {
    expect(problems(initialRules)).to.equal("");
  });

  it("takes lists, detail paths and continue", () => {
    const rules = [
      rule("1", { type: ["a", "b"], "detail.x.y": "z" }, "web", { continue: true }),
      rule("2", {}, "table"),
    ];
    expect(problems({ version: 1, rules, default: "storeEvent" })).to.equal("");
  });

  const good = { version: 1, rules: [rule("1", { type: "a" }, "web")], default: "table" };
  for (const [what, document, message] of [
    [
      "a target that is no connector",
      { ...good, rules: [rule("1", {}, "deleteEverything")] },
      "rules.0.target must be one of",
    ],
    ["a default that is none", { ...good, default: "nowhere" }, "default must be one of table, web, storeEvent"],
    ["no default", { ...good, default: undefined }, "default must be a text"],
    ["another version", { ...good, version: 2 }, "version must be 1"],
    ["a key it does not know", { ...good, rules: [rule("1", { Type: "a" } as never, "web")] }, "rules.0.match"],
    ["a path that ends in a dot", { ...good, rules: [rule("1", { "detail.": "a" }, "web")] }, "rules.0.match"],
    ["an empty list", { ...good, rules: [rule("1", { type: [] }, "web")] }, "rules.0.match.type"],
    [
      "a number to compare with",
      { ...good, rules: [rule("1", { type: 5 as never }, "web")] },
      "must be a text or a list",
    ],
    ["a field it does not know", { ...good, rules: [{ ...good.rules[0], filter: {} }] }, '"filter" is not known'],
    ["two rules of one name", { ...good, rules: [good.rules[0], good.rules[0]] }, "rules.1.name must be unique"],
    ["no JSON object", "rules", "the value"],
    ["nothing", undefined, "the value"],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(problems(document)).to.contain(message);
    });
  }
});
