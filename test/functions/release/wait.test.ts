import "../support/environment";
import { CodeDeployClient, GetDeploymentCommand, type DeploymentInfo } from "@aws-sdk/client-codedeploy";
import { expect } from "chai";
import { handler } from "../../../functions/release/wait";
import sample from "../../../functions/release/wait.events/started.json";
import { useAwsMock } from "../support/aws-mock";
import { capturedOutput } from "../support/captured-output";
import { lambdaContext } from "../support/lambda-context";
import { withoutWaiting } from "../support/without-waiting";

describe("release wait", () => {
  const codedeploy = useAwsMock(CodeDeployClient);
  const says = (deploymentInfo: DeploymentInfo) => codedeploy().on(GetDeploymentCommand).resolves({ deploymentInfo });
  let logged = "";
  const call = async (event: object = {}, remaining = 60_000) => {
    const { result, output } = await capturedOutput(() =>
      handler({ ...sample, ...event }, lambdaContext(remaining)).then(
        (value) => ({ value }),
        (error: Error) => ({ error }),
      ),
    );
    logged = output;
    if ("error" in result) throw result.error;
    return result.value;
  };
  const failure = (event: object = {}, remaining = 60_000) =>
    call(event, remaining).then(
      () => expect.fail("it went well"),
      (error: Error) => error.message,
    );

  it("ends when the release has succeeded", async () => {
    says({ status: "Succeeded" });
    expect(await call()).to.deep.equal({ status: "Succeeded" });
    expect(codedeploy().commandCalls(GetDeploymentCommand)[0]!.args[0].input).to.deep.equal({
      deploymentId: "d-EXAMPLE111",
    });
  });

  it("counts a release once, at its last wait, and one that was rolled back at once; both under the deployment's id", async () => {
    const counted = () =>
      logged
        .split("\n")
        .filter((line) => line.includes("_aws"))
        .map((line) => JSON.parse(line) as { correlation_id: string });
    says({ status: "Succeeded" });
    await call({ isLast: false });
    expect(counted()).to.deep.equal([]);
    await call({ isLast: true });
    expect(counted()[0]).to.include({ ReleaseSucceeded: 1, correlation_id: "d-EXAMPLE111" });
    says({ status: "Stopped", rollbackInfo: { rollbackDeploymentId: "d-2" } });
    await failure();
    expect(counted()[0]).to.include({ ReleaseRolledBack: 1, correlation_id: "d-EXAMPLE111" });
    says({ status: "Failed" });
    await failure();
    expect(counted()[0]).to.include({ ReleaseFailed: 1 });
  });

  it("asks nobody where nothing was started", async () => {
    expect(await call({ release: '{"status":"NotNeeded","version":"1"}' })).to.deep.equal({ status: "NotNeeded" });
    expect(codedeploy().calls()).to.have.length(0);
  });

  it("fails with the reason when the release was rolled back", async () => {
    says({
      status: "Stopped",
      errorInformation: { code: "ALARM_ACTIVE", message: "the alarm store-errors is on" },
      rollbackInfo: { rollbackDeploymentId: "d-2" },
    });
    expect(await failure()).to.equal(
      "Version 2 was not released (deployment d-EXAMPLE111: the alarm store-errors is on); deployment d-2 put the old " +
        "version back. Change the code and deploy again: a version that failed is not tried twice",
    );
    says({ status: "Failed", errorInformation: { code: "HOOK_EXECUTION_FAILURE" } });
    expect(await failure()).to.contain("HOOK_EXECUTION_FAILURE");
  });

  it("hands on to the next wait before its own time ends, and fails where there is none", async () => {
    says({ status: "InProgress" });
    expect(await call({}, 44_000)).to.deep.equal({ status: "InProgress" });
    expect(await failure({ isLast: true }, 44_000)).to.match(/d-EXAMPLE111.* is still InProgress: it goes on/);
  });

  it("looks again after a while", async () => {
    codedeploy()
      .on(GetDeploymentCommand)
      .resolvesOnce({ deploymentInfo: { status: "InProgress" } })
      .resolves({ deploymentInfo: { status: "Succeeded" } });
    expect(await withoutWaiting(call)).to.deep.equal({ status: "Succeeded" });
    expect(codedeploy().calls()).to.have.length(2);
  });
});
