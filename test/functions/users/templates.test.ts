import "../support/environment";
import { expect } from "chai";
import * as fc from "fast-check";
import { schemaFaults } from "../../../components/api/model-schema";
import { userRequestTemplate, userResponseTemplate, userRoutes } from "../../../functions/users/routes";
import { userChangesModel, userModel } from "../../../functions/users/user-model";
import { renderTemplate, type MappingContext } from "../../../sandbox/mapping/mapping-template";

const context = (body: string, sub = "user-1"): MappingContext => ({
  body,
  params: { path: {}, querystring: { sub: "somebody-else" }, header: { sub: "somebody-else" } },
  stageVariables: {},
  context: { requestId: "request-1", authorizer: { claims: { sub, username: "somebody-else" } } },
});
const answer = (result: unknown) => renderTemplate(userResponseTemplate, context(JSON.stringify(result)));

describe("the mapping templates of the users API", () => {
  it("make an event of any body, with the caller from the token alone", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        const sent = JSON.stringify(body);
        expect(JSON.parse(renderTemplate(userRequestTemplate, context(sent)).output)).to.deep.equal({
          requestId: "request-1",
          sub: "user-1",
          body: JSON.parse(sent) as unknown,
        });
      }),
    );
    const body = '{"sub":"somebody-else","requestId":"other"}';
    expect(JSON.parse(renderTemplate(userRequestTemplate, context(body)).output)).to.include({ sub: "user-1" });
  });

  it("let no token break out of its text", () => {
    for (const sub of ['","body":{"a":1},"x":"', "a\\", "a\nb", "$input.json('$')", "it's"]) {
      const event = JSON.parse(renderTemplate(userRequestTemplate, context("{}", sub)).output) as object;
      expect(event).to.deep.equal({ requestId: "request-1", sub, body: {} });
    }
  });

  it("answer with the function's status and body, and nothing at all for 204", () => {
    const made = answer({ status: 201, body: { theme: 'a "dark" one' } });
    expect(made.overrides.status).to.equal(201);
    expect(JSON.parse(made.output)).to.deep.equal({ theme: 'a "dark" one' });
    const gone = answer({ status: 204, body: null });
    expect(gone.overrides.status).to.equal(204);
    expect(gone.output.trim()).to.equal("");
  });

  it("tell nothing of a function that broke", () => {
    const made = answer({ errorMessage: "secret", errorType: "TypeError", trace: ["at secret.ts"] });
    expect(made.overrides.status).to.equal(500);
    expect(JSON.parse(made.output)).to.deep.equal({
      error: { code: "InternalError", message: "The request could not be completed.", requestId: "request-1" },
    });
  });
});

describe("the routes of the users API", () => {
  it("name a scope each, without which the gateway would take ID tokens", () => {
    expect(userRoutes.map(({ method, path, scopes }) => [method, path, scopes])).to.deep.equal([
      ["GET", "/user", ["users/read"]],
      ["PUT", "/user", ["users/write"]],
      ["POST", "/user", ["users/write"]],
      ["DELETE", "/user", ["users/write"]],
    ]);
  });

  it("have models that API Gateway knows", () => {
    for (const model of [userModel, userChangesModel]) expect(schemaFaults(model)).to.deep.equal([]);
  });
});
