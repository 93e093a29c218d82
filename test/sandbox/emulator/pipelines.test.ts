import { execFile } from "node:child_process";
import * as path from "node:path";
import { expect } from "chai";
import { pythonEnvironment } from "../../../sandbox/emulator/python-environment";
import { sandboxPaths } from "../../../sandbox/emulator/sandbox-paths";
import { signedHeaders } from "../../../sandbox/emulator/signed-headers";
import { runningEmulator } from "./running-emulator";

describe("pipelines in the emulator", function () {
  this.timeout(120_000);

  const caller = { accountId: "111122223333", region: "eu-west-1" };

  /** Calls CodePipeline; the answer as an SDK gets it. */
  async function call(operation: string, input: object): Promise<{ status: number; body: Record<string, any> }> {
    const { endpoint } = await runningEmulator();
    const answer = await fetch(endpoint, {
      method: "POST",
      headers: {
        ...signedHeaders("codepipeline", caller),
        "x-amz-target": `CodePipeline_20150709.${operation}`,
        "content-type": "application/x-amz-json-1.1",
      },
      body: JSON.stringify(input),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text ? JSON.parse(text) : {}) as Record<string, any> };
  }

  const action = (category: string, provider: string) => ({
    name: category,
    actionTypeId: { category, owner: "AWS", provider, version: "1" },
  });
  const pipeline = (name: string, stages = 2) => ({
    name,
    // A role of the other emulator, which this one does not know.
    roleArn: "arn:aws:iam::111122223333:role/pipeline-eu-west-1",
    pipelineType: "V2",
    artifactStore: { type: "S3", location: "artifacts" },
    stages: [
      { name: "Source", actions: [action("Source", "CodeStarSourceConnection")] },
      { name: "Approve", actions: [action("Approval", "Manual")], onFailure: { result: "ROLLBACK" } },
    ].slice(0, stages),
  });
  const isNow = (seconds: unknown) =>
    expect(seconds)
      .to.be.a("number")
      .and.closeTo(Date.now() / 1000, 120);

  it("are made with a role of the other emulator, and read with times that an SDK understands", async () => {
    expect(await call("CreatePipeline", { pipeline: pipeline("one") })).to.have.property("status", 200);
    const { status, body } = await call("GetPipeline", { name: "one" });
    expect(status).to.equal(200);
    expect(body["pipeline"]).to.deep.include({ name: "one", version: 1, pipelineType: "V2" });
    expect(body["pipeline"].stages[1].onFailure).to.deep.equal({ result: "ROLLBACK" });
    expect(body["metadata"].pipelineArn).to.equal("arn:aws:codepipeline:eu-west-1:111122223333:one");
    isNow(body["metadata"].created);
    isNow(body["metadata"].updated);
    const [listed] = (await call("ListPipelines", {})).body["pipelines"] as Record<string, unknown>[];
    isNow(listed!["created"]);
  });

  it("are refused for what the emulator itself refuses", async () => {
    await call("CreatePipeline", { pipeline: pipeline("two") });
    const again = await call("CreatePipeline", { pipeline: pipeline("two") });
    expect([again.status, JSON.stringify(again.body)]).to.satisfy(
      ([status, text]: [number, string]) => status === 400 && text.includes("already exists"),
    );
    const short = await call("CreatePipeline", { pipeline: pipeline("three", 1) });
    expect(JSON.stringify(short.body)).to.contain("minimum of 2 stages");
  });

  it("do not succeed without having run anything", async () => {
    await call("CreatePipeline", { pipeline: pipeline("four") });
    const { pipelineExecutionId } = (await call("StartPipelineExecution", { name: "four" })).body;
    const { pipelineExecution } = (await call("GetPipelineExecution", { pipelineName: "four", pipelineExecutionId }))
      .body;
    expect(pipelineExecution).to.include({
      status: "InProgress",
      statusSummary: "The sandbox runs no actions. npm run delivery runs the stages.",
    });
    const [summary] = (await call("ListPipelineExecutions", { pipelineName: "four" })).body[
      "pipelineExecutionSummaries"
    ] as Record<string, unknown>[];
    expect(summary).to.include({ pipelineExecutionId, status: "InProgress" });
    isNow(summary!["startTime"]);
    isNow(summary!["lastUpdateTime"]);
  });

  for (const [what, change] of [
    ["what looks for roles", "models.CodePipelineBackend.iam_backend = None"],
    ["the times", "del models.CodePipeline.metadata"],
    ["an execution", "models.PipelineExecution.__init__ = lambda self, name: None"],
    ["an execution's summary", "del models.PipelineExecution.to_summary_dict"],
  ] as const)
    it(`stop the start where the emulator has changed ${what}`, async () => {
      const bin = await pythonEnvironment(sandboxPaths());
      const hooks = path.resolve(__dirname, "../../../sandbox/emulator/hooks");
      const program = `import sys; sys.path.insert(0, sys.argv[1])
from moto.codepipeline import models
import pipelines
${change}
pipelines.install()`;
      const errors = await new Promise<string>((resolve) =>
        execFile(
          path.join(bin, "python"),
          ["-c", program, hooks],
          { env: { PATH: bin, PYTHONDONTWRITEBYTECODE: "1" } },
          (error, _output, text) => resolve(error ? text : "it went on"),
        ),
      );
      expect(errors).to.match(/RuntimeError: .* is not as the sandbox expects it/);
      expect(errors).to.contain("sandbox/emulator/hooks has to follow the emulator's new version.");
    });
});
