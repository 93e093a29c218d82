import "../support/environment";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { handler, type MeasurementSoFar } from "../../../functions/tuning/measure";
import sample from "../../../functions/tuning/measure.events/one-size.json";
import { useAwsMock } from "../support/aws-mock";
import { capturedOutput } from "../support/captured-output";
import { lambdaContext } from "../support/lambda-context";
import { reportLine } from "./recorded";

describe("measureTuning", () => {
  const lambda = useAwsMock(LambdaClient);
  const calls = () => lambda().commandCalls(InvokeCommand);
  const tail = (line: string) => ({ LogResult: Buffer.from(line).toString("base64") }) as never;
  const answers = (...lines: string[]) => {
    const command = lambda().on(InvokeCommand);
    for (const line of lines) command.resolvesOnce(tail(line));
    command.resolves(tail(reportLine(256, 20)));
  };
  const measure = async (more: object = {}, job: object = {}, remaining = 900_000): Promise<MeasurementSoFar> =>
    (
      await capturedOutput(() =>
        handler({ ...sample, ...more, job: { ...sample.job, ...job } }, lambdaContext(remaining)),
      )
    ).result;
  const errorOf = (work: Promise<unknown>) =>
    work.then(
      () => expect.fail("it ended well"),
      (error: Error) => error,
    );

  it("runs the version until enough warm invocations are measured; the cold one counts for the cost", async () => {
    answers(reportLine(256, 300, true), reportLine(256, 20.5), reportLine(256, 21.5));
    expect(await measure()).to.deep.equal({
      power: 256,
      warm: { duration: (20.5 + 21.5 + 20) / 3, billed: (21 + 22 + 20) / 3 },
      billedMilliseconds: 465 + 21 + 22 + 20,
      invocations: 4,
      done: true,
    });
    const [first] = calls();
    expect(first!.args[0].input).to.include({
      FunctionName: sample.job.functionArn,
      Qualifier: "1",
      LogType: "Tail",
    });
    expect(JSON.parse(String(first!.args[0].input.Payload))).to.deep.equal(sample.job.payload);
  });

  it("runs all at once where that is asked for, and again for those that were cold", async () => {
    let running = 0;
    let most = 0;
    let count = 0;
    lambda()
      .on(InvokeCommand)
      .callsFake(async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 5));
        running--;
        return tail(reportLine(256, 20, ++count <= 3));
      });
    const { invocations } = await measure({}, { parallelInvocation: true });
    expect([invocations, most]).to.deep.equal([6, 3]);
  });

  it("stops in time, and goes on with what there is", async () => {
    answers();
    const part = await measure({}, {}, 15_000);
    expect(part).to.deep.include({ done: false, invocations: 1, samples: [{ duration: 20, billed: 20 }] });
    const { done: _done, ...before } = part;
    expect(await measure({ before })).to.include({ done: true, invocations: 3 });
  });

  it("says so where every invocation was cold, instead of trying for ever", async () => {
    lambda()
      .on(InvokeCommand)
      .resolves(tail(reportLine(256, 20, true)));
    const error = await errorOf(measure());
    expect(error.name).to.equal("NoWarmInvocation");
    expect(calls()).to.have.length(14);
  });

  it("fails by name where the function fails, without telling what it said", async () => {
    lambda()
      .on(InvokeCommand)
      .resolves({
        FunctionError: "Unhandled",
        Payload: Buffer.from('{"errorType":"NoStock","errorMessage":"private"}'),
      } as never);
    const error = await errorOf(measure());
    expect(error.name).to.equal("FunctionFailed");
    expect(error.message).to.equal("The function failed with NoStock.");
  });

  it("fails by name where there is no report", async () => {
    answers("END RequestId: 6f3a");
    expect((await errorOf(measure())).name).to.equal("NoReport");
  });

  it("leaves throttling to the machine, by its name", async () => {
    lambda()
      .on(InvokeCommand)
      .rejects(Object.assign(new Error("busy"), { name: "TooManyRequestsException" }));
    expect((await errorOf(measure())).name).to.equal("TooManyRequestsException");
  });
});
