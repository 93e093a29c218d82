import "../support/environment";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { beforeDeadline, bounded } from "../../../functions/shared/deadline";
import { useAwsMock } from "../support/aws-mock";
import { lambdaContext } from "../support/lambda-context";

describe("the deadline of an invocation", () => {
  const stub = useAwsMock(DynamoDBClient);

  const get = new GetItemCommand({ TableName: "t", Key: { Roll: { S: "1" } } });
  const options = () =>
    stub()
      .calls()
      .map(({ args }) => (args as unknown[])[1] as { abortSignal?: AbortSignal });

  it("reaches every call of a bounded client within it, and each call only its own", async () => {
    const client = bounded(new DynamoDBClient({}));
    const call = (remaining: number) => beforeDeadline(lambdaContext(remaining), () => client.send(get));
    await Promise.all([call(10_000), call(20_000)]);
    const [first, second] = options();
    expect(first!.abortSignal).to.be.instanceOf(AbortSignal);
    expect(first!.abortSignal).not.to.equal(second!.abortSignal);
  });

  it("leaves calls outside of it, and a signal of the caller's own, as they are", async () => {
    const client = bounded(new DynamoDBClient({}));
    await client.send(get);
    const { signal } = new AbortController();
    await beforeDeadline(lambdaContext(), () => client.send(get, { abortSignal: signal }));
    expect(options().map(({ abortSignal }) => abortSignal)).to.deep.equal([undefined, signal]);
  });

  it("comes half a second before the function's time is over", async () => {
    const client = bounded(new DynamoDBClient({}));
    const started = Date.now();
    await beforeDeadline(lambdaContext(600), async () => {
      await client.send(get);
      await new Promise((resolve) => options()[0]!.abortSignal!.addEventListener("abort", resolve));
    });
    expect(Date.now() - started).to.be.within(90, 400);
  });

  it("gives the work's result and its error", async () => {
    expect(await beforeDeadline(lambdaContext(), () => Promise.resolve(1))).to.equal(1);
    const failure = new Error("broken");
    const error = await beforeDeadline(lambdaContext(), () => Promise.reject(failure)).catch(
      (caught: unknown) => caught,
    );
    expect(error).to.equal(failure);
  });
});
