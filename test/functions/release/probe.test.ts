import "../support/environment";
import { CodeDeployClient, PutLifecycleEventHookExecutionStatusCommand } from "@aws-sdk/client-codedeploy";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { difference } from "../../../functions/release/difference";
import { handler } from "../../../functions/release/probe";
import sample from "../../../functions/release/probe.events/hook.json";
import { useAwsMock } from "../support/aws-mock";
import { capturedOutput } from "../support/captured-output";
import { lambdaContext } from "../support/lambda-context";

describe("release probe", () => {
  const codedeploy = useAwsMock(CodeDeployClient);
  const lambda = useAwsMock(LambdaClient);
  const answers = (answer: unknown, FunctionError?: string) =>
    lambda()
      .on(InvokeCommand)
      .resolves({ FunctionError, Payload: Buffer.from(JSON.stringify(answer)) as never });
  const call = async () => {
    const { result, output } = await capturedOutput(() => handler(sample, lambdaContext(20_000)));
    const [report] = codedeploy().commandCalls(PutLifecycleEventHookExecutionStatusCommand);
    expect(report!.args[0].input).to.deep.equal({
      deploymentId: "d-EXAMPLE111",
      lifecycleEventHookExecutionId: sample.LifecycleEventHookExecutionId,
      status: result.status,
    });
    expect(output).not.to.contain("itemIdentifier");
    return result;
  };

  it("calls the version and reports success", async () => {
    answers({ batchItemFailures: [{ itemIdentifier: "probe" }], more: 1 });
    expect((await call()).status).to.equal("Succeeded");
    const { Payload, ...input } = lambda().commandCalls(InvokeCommand)[0]!.args[0].input;
    expect(input).to.deep.equal({ FunctionName: "storeStudents", Qualifier: "2" });
    expect(String(Payload)).to.equal('{"Records":[]}');
  });

  it("reports a failure for another answer, an error of the function, and a call that fails", async () => {
    answers({ batchItemFailures: [] });
    expect((await call()).status).to.equal("Failed");
    codedeploy().resetHistory();
    answers({ errorMessage: "no" }, "Unhandled");
    expect((await call()).status).to.equal("Failed");
    codedeploy().resetHistory();
    lambda().on(InvokeCommand).rejects(new Error("throttled"));
    expect((await call()).status).to.equal("Failed");
  });

  it("says where an answer differs, without a value", () => {
    expect(difference({ a: 1, b: [{ c: "x" }] }, { b: [{ c: "x" }] })).to.equal(undefined);
    expect(difference({ b: [{ c: "secret" }] }, { b: [{ c: "x" }] })).to.equal("the answer.b[0].c is not as expected");
    expect(difference({ b: [] }, { b: [1] })).to.equal("the answer.b has 0 items instead of 1");
    expect(difference({ b: {} }, { b: [1] })).to.equal("the answer.b is not a list");
    expect(difference(null, { b: 1 })).to.equal("the answer is not an object");
    expect(difference({ status: 200 }, { status: 400 })).to.equal("the answer.status is not as expected");
  });
});
