import { expect } from "chai";
import * as z from "zod/mini";
import { requiredVariable } from "../../../functions/shared/environment";
import { jsonVariable } from "../../../functions/shared/json-variable";

describe("a function's environment", () => {
  const name = "TEST_VARIABLE";
  afterEach(() => delete process.env[name]);

  it("gives what is there", () => {
    process.env[name] = "value";
    expect(requiredVariable(name)).to.equal("value");
    process.env[name] = '[{"a":1}]';
    expect(jsonVariable(name, z.array(z.object({ a: z.number() })))).to.deep.equal([{ a: 1 }]);
  });

  it("names a variable that is missing or empty", () => {
    expect(() => requiredVariable(name)).to.throw(`The environment variable ${name} is missing`);
    process.env[name] = "";
    expect(() => requiredVariable(name)).to.throw(name);
  });

  it("names a variable that is not JSON, or not of its form, and where", () => {
    process.env[name] = "{";
    expect(() => jsonVariable(name, z.object({}))).to.throw(`The environment variable ${name} is not JSON`);
    process.env[name] = '{"list":[{"a":"x"}]}';
    const schema = z.object({ list: z.array(z.object({ a: z.number() })) });
    expect(() => jsonVariable(name, schema)).to.throw(/not valid: list\.0\.a /);
  });
});
