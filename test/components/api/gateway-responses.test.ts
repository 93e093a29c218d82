import { expect } from "chai";
import { record } from "../../support/record";
import { plainApi } from "./example-api";

async function templates(errorBody?: "gateway" | "platform"): Promise<Record<string, unknown>> {
  const run = await record(() => plainApi({ errorBody }));
  return Object.fromEntries(
    run.ofType("aws:apigateway/response:Response").map(({ inputs }) => {
      const { "application/json": template } = inputs["responseTemplates"] as Record<string, string>;
      return [inputs["responseType"] as string, [inputs["statusCode"], template]];
    }),
  );
}

describe("gateway responses of a RestApi", () => {
  it("keep the gateway's own words, except where those tell too much", async () => {
    expect(await templates()).to.deep.equal({
      DEFAULT_4XX: [undefined, '{"message":$context.error.messageString}'],
      DEFAULT_5XX: [undefined, '{"message":$context.error.messageString}'],
      ACCESS_DENIED: ["403", '{"message":"Forbidden"}'],
      INVALID_SIGNATURE: ["403", '{"message":"Forbidden"}'],
    });
  });

  it("have the platform's form where asked", async () => {
    const error = (code: string, message: string) =>
      `{"error":{"code":"${code}","message":${message},"requestId":"$context.requestId"}}`;
    const usual = [undefined, error("$context.error.responseType", "$context.error.messageString")];
    const fixed = ["403", error("Forbidden", '"Forbidden"')];
    expect(await templates("platform")).to.deep.equal({
      DEFAULT_4XX: usual,
      DEFAULT_5XX: usual,
      ACCESS_DENIED: fixed,
      INVALID_SIGNATURE: fixed,
    });
  });

  it("are kept by no cache", async () => {
    const run = await record(() => plainApi());
    for (const { inputs } of run.ofType("aws:apigateway/response:Response")) {
      expect(inputs["responseParameters"]).to.deep.equal({ "gatewayresponse.header.Cache-Control": "'no-store'" });
    }
  });
});
