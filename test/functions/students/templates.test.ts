import "../support/environment";
import { expect } from "chai";
import * as fc from "fast-check";
import { addStudentRoute, getStudentRoute, studentRoutes } from "../../../functions/students/routes";
import { MappingError, renderTemplate, type MappingContext } from "../../../sandbox/mapping/mapping-template";
import { hostile } from "../support/students";

const context = (body: string, Roll: string | undefined, principalId = "user-1"): MappingContext => ({
  body,
  params: { path: {}, querystring: Roll === undefined ? {} : { Roll }, header: {} },
  stageVariables: {},
  context: { requestId: "request-1", authorizer: { principalId } },
});
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    `"`,
    "\\",
    "'",
    "\\'",
    `\\"`,
    "\n",
    "\u2028",
    "$input.json('$')",
    "#set($x=1)",
    `","body":{"a":"`,
    "##",
    "#end",
    "{}",
  ),
);
const texts = fc.tuple(text, text).map((parts) => parts.join(""));

describe("the mapping templates of the students API", () => {
  it("make the functions' events, JSON whatever was sent", () => {
    fc.assert(
      fc.property(fc.jsonValue(), texts, texts, (body, roll, principal) => {
        const event = JSON.parse(
          renderTemplate(addStudentRoute.requestTemplate, context(JSON.stringify(body), roll, principal)).output,
        ) as unknown;
        expect(event).to.deep.equal({
          requestId: "request-1",
          roll,
          caller: principal,
          body: JSON.parse(JSON.stringify(body)) as unknown,
        });
        const read = renderTemplate(getStudentRoute.requestTemplate, context("", roll, principal)).output;
        expect(JSON.parse(read)).to.deep.equal({ requestId: "request-1", roll, caller: principal });
      }),
      { numRuns: 500 },
    );
  });

  it("keep unknown fields, absent fields and nulls as they are, for the function to judge", () => {
    const sent = `{"Roll":"1","mobile":null,"nickname":"x","FirstName":"O'Neill \\"Q\\" \\u00e9"}`;
    const { body } = JSON.parse(renderTemplate(addStudentRoute.requestTemplate, context(sent, "1")).output) as {
      body: object;
    };
    expect(body).to.deep.equal(JSON.parse(sent));
    expect(body).not.to.have.property("LastName");
  });

  it("make an event of no body and no parameter, too", () => {
    expect(JSON.parse(renderTemplate(addStudentRoute.requestTemplate, context("", undefined)).output)).to.deep.equal({
      requestId: "request-1",
      roll: "",
      caller: "user-1",
      body: {},
    });
  });

  it("refuse a body that is not JSON with the gateway's own words", () => {
    for (const body of ["{", "not json", "{'a':1}", '{"a":1']) {
      let error: unknown;
      try {
        renderTemplate(addStudentRoute.requestTemplate, context(body, "1"));
      } catch (caught) {
        error = caught;
      }
      expect(error).to.be.instanceOf(MappingError);
      expect((error as MappingError).status).to.equal(400);
      expect((error as MappingError).message).to.match(/^Could not parse request body into json/);
    }
  });

  for (const { path, responseTemplate } of studentRoutes) {
    it(`pass status and body on: ${path}`, () => {
      fc.assert(
        fc.property(fc.constantFrom(200, 400, 404, 500), fc.jsonValue(), (status, body) => {
          const { output, overrides } = renderTemplate(
            responseTemplate,
            context(JSON.stringify({ status, body }), "1"),
          );
          expect(overrides).to.deep.equal({ status });
          expect(JSON.parse(output)).to.deep.equal(JSON.parse(JSON.stringify(body)));
        }),
      );
    });

    it(`tell nothing of a function that broke: ${path}`, () => {
      fc.assert(
        fc.property(hostile, (value) => {
          const broken = JSON.stringify({ errorMessage: "secret", trace: ["secret"], value: String(typeof value) });
          const { output, overrides } = renderTemplate(responseTemplate, context(broken, "1"));
          expect(overrides).to.deep.equal({ status: 500 });
          expect(JSON.parse(output)).to.deep.equal({
            error: {
              code: "InternalError",
              message: "The request could not be completed.",
              requestId: "request-1",
            },
          });
        }),
        { numRuns: 20 },
      );
    });
  }
});
