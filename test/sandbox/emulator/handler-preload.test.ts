import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CognitoIdentityProviderClient, CreateUserPoolCommand } from "@aws-sdk/client-cognito-identity-provider";
import { expect } from "chai";
import { clientSettings, createFunction } from "./create-function";
import { runningEmulator } from "./running-emulator";

const HANDLER = `
const https = require("https"), dgram = require("dgram");
const get = (url) => new Promise((resolve) => https.get(url, (answer) => {
  let text = ""; answer.on("data", (part) => (text += part)); answer.on("end", () => resolve(text));
}).on("error", (error) => resolve("refused: " + error.message)));
exports.handler = async ({ url, how }) => {
  if (how === "udp") return new Promise((resolve) => { const s = dgram.createSocket("udp4"); s.send("x", 2000, "192.0.2.1", () => { s.close(); resolve("swallowed"); }); });
  if (how === "fetch") return fetch(url).then((answer) => answer.status, (error) => "refused: " + error.cause.message);
  return get(url);
};`;

describe("the preload of handlers", function () {
  this.timeout(180_000);
  let ask: (event: object) => Promise<unknown>;
  let poolId: string;

  before(async () => {
    const emulator = await runningEmulator();
    await createFunction(emulator, "preload", HANDLER);
    const lambda = new LambdaClient(clientSettings(emulator));
    ask = async (event) => {
      const answer = await lambda.send(new InvokeCommand({ FunctionName: "preload", Payload: JSON.stringify(event) }));
      return JSON.parse(Buffer.from(answer.Payload!).toString()) as unknown;
    };
    const cognito = new CognitoIdentityProviderClient(clientSettings(emulator));
    poolId = (await cognito.send(new CreateUserPoolCommand({ PoolName: "preload" }))).UserPool!.Id!;
  });

  it("gives a user pool's keys for their address on AWS", async () => {
    const url = `https://cognito-idp.eu-west-1.amazonaws.com/${poolId}/.well-known/jwks.json`;
    const { keys } = JSON.parse((await ask({ url })) as string) as { keys: { kty: string }[] };
    expect(keys.map(({ kty }) => kty)).to.include("RSA");
  });

  for (const how of ["https", "fetch"]) {
    it(`refuses other machines to ${how}`, async () => {
      expect(await ask({ url: "https://example.com/", how })).to.match(
        /refused: The sandbox refused a connection to example\.com/,
      );
    });
  }

  it("lets a function call this machine", async () => {
    const { ministackUrl } = await runningEmulator();
    expect(await ask({ url: `${ministackUrl}/_ministack/health`, how: "fetch" })).to.equal(200);
  });

  it("swallows trace segments", async () => {
    expect(await ask({ how: "udp" })).to.equal("swallowed");
  });
});
