import "../support/environment";
import { expect } from "chai";
import { handler } from "../../../functions/keyed/ping";
import sample from "../../../functions/keyed/ping.events/request.json";
import { capturedOutput } from "../support/captured-output";
import { lambdaContext } from "../support/lambda-context";

describe("ping", () => {
  const call = async (event: unknown) => (await capturedOutput(() => handler(event, lambdaContext()))).result;

  it("says to which client it answers, and that nobody may keep the answer", async () => {
    const { statusCode, headers, body } = await call(sample);
    expect(statusCode).to.equal(200);
    expect(headers).to.deep.equal({ "Content-Type": "application/json", "Cache-Control": "no-store" });
    expect(JSON.parse(body)).to.deep.equal({ ok: true, client: "k1e2y3i4d5" });
  });

  it("counts the call by the client's key, under the gateway's id of the request", async () => {
    const { output } = await capturedOutput(() => handler(sample, lambdaContext()));
    const counted = output
      .split("\n")
      .filter((line) => line.includes("_aws"))
      .map((line) => JSON.parse(line) as any);
    expect(counted).to.have.length(1);
    expect(counted[0]).to.include({
      Called: 1,
      client: "k1e2y3i4d5",
      correlation_id: sample.requestContext.requestId,
    });
    expect(counted[0]._aws.CloudWatchMetrics[0].Dimensions).to.deep.equal([["service", "client"]]);
  });

  it("refuses what is no event of the gateway", async () => {
    for (const event of [{}, null, { requestContext: { requestId: 1 } }]) {
      const { statusCode, body } = await call(event);
      expect(statusCode).to.equal(400);
      expect(JSON.parse(body)).to.deep.equal({
        error: { code: "InvalidEvent", message: "The event is not one of API Gateway.", requestId: "invocation-id" },
      });
    }
  });
});
