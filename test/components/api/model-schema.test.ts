import { expect } from "chai";
import { modelText, schemaFaults } from "../../../components/api/model-schema";
import { intakeRoute } from "../../../functions/intake/routes";

const faultsOf = (schema: object) => schemaFaults(schema).map(({ at, fault }) => `${at} ${fault}`);

describe("the schema of a model", () => {
  const right: [string, object][] = [
    [
      "a plain object",
      { type: "object", required: ["a"], properties: { a: { type: ["string", "null"], enum: ["x", null] } } },
    ],
    [
      "closed objects and closed tuples",
      { additionalProperties: false, items: [{ type: "string" }], additionalItems: false },
    ],
    ["alternatives", { oneOf: [{ type: "string" }, { not: { type: "null" } }], anyOf: [{}], allOf: [{}] }],
    ["references into itself", { definitions: { "a/b": { type: "string" } }, $ref: "#/definitions/a~1b" }],
    ["recursion", { properties: { child: { $ref: "#" } } }],
    [
      "dependencies",
      { dependencies: { a: ["b"], c: { required: ["d"] } }, patternProperties: { "^x": { maxItems: 1 } } },
    ],
    ["properties named like keywords", { properties: { const: { type: "string" }, if: {} } }],
    ["the draft it is of", { $schema: "http://json-schema.org/draft-04/schema#" }],
    ["the intake's", intakeRoute.requestModel],
  ];
  for (const [what, schema] of right) {
    it(`may have ${what}`, () => {
      expect(faultsOf(schema)).to.deep.equal([]);
    });
  }

  const wrong: [object, string][] = [
    [
      { $schema: "https://json-schema.org/draft/2020-12/schema" },
      "/$schema must be http://json-schema.org/draft-04/schema#",
    ],
    [{ properties: { a: { const: 1 } } }, "/properties/a/const is not of draft 4; use enum with one value"],
    [
      { minimum: 1, exclusiveMinimum: true },
      "/exclusiveMinimum is not supported by API Gateway; state the bound with minimum",
    ],
    [{ $defs: {} }, "/$defs is not a keyword of draft 4, API Gateway would refuse it or not check it"],
    [{ if: {}, then: {} }, "/if is not a keyword of draft 4, API Gateway would refuse it or not check it"],
    [
      { items: { nullable: true } },
      "/items/nullable is not a keyword of draft 4, API Gateway would refuse it or not check it",
    ],
    [{ type: "int32" }, "/type must be of array, boolean, integer, null, number, object, string"],
    [{ type: [] }, "/type must be of array, boolean, integer, null, number, object, string"],
    [{ required: [] }, "/required must be a list of at least one property's name"],
    [{ required: true }, "/required must be a list of at least one property's name"],
    [{ enum: [] }, "/enum must be a list with at least one value"],
    [{ oneOf: { type: "string" } }, "/oneOf must be a list of schemas"],
    [{ properties: { a: true } }, "/properties/a must be an object: true and false are no schemas in draft 4"],
    [{ not: false }, "/not must be an object: true and false are no schemas in draft 4"],
    [
      { $ref: "https://example.org/student.json" },
      "/$ref must point into the same schema, for example #/definitions/student",
    ],
    [{ properties: { a: { $ref: "#/definitions/none" } } }, "/properties/a/$ref points to nothing: #/definitions/none"],
    [
      { anyOf: [{}, { contains: {} }] },
      "/anyOf/1/contains is not a keyword of draft 4, API Gateway would refuse it or not check it",
    ],
  ];
  for (const [schema, fault] of wrong) {
    it(`is refused as ${JSON.stringify(schema)}`, () => {
      expect(faultsOf(schema)).to.include(fault);
    });
  }

  it("states its draft, once", () => {
    expect(JSON.parse(modelText({ type: "object" }))).to.deep.equal({
      $schema: "http://json-schema.org/draft-04/schema#",
      type: "object",
    });
    expect(modelText(intakeRoute.requestModel).match(/\$schema/g)).to.have.length(1);
  });
});
