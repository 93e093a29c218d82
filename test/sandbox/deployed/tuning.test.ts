import { LambdaClient, ListAliasesCommand, ListVersionsByFunctionCommand } from "@aws-sdk/client-lambda";
import { StopExecutionCommand, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { expect } from "chai";
import { eventually, outputs } from "../../support/sandbox";
import { clientSettings, ended, execute } from "./executions";

const FunctionName = "getStudentDetails";
const payload = { requestId: "tuning", roll: "10303" };

describe("tuning", function () {
  this.timeout(180_000);
  const machine = () => (outputs()["tuning"] as { stateMachineArn: string }).stateMachineArn;
  const lambda = () => new LambdaClient(clientSettings());

  /** Versions with their memory, and aliases with what they point at. */
  async function present(): Promise<unknown> {
    const { Versions } = await lambda().send(new ListVersionsByFunctionCommand({ FunctionName }));
    const { Aliases } = await lambda().send(new ListAliasesCommand({ FunctionName }));
    return {
      versions: Versions!.map(({ Version, MemorySize }) => [Version, MemorySize]),
      aliases: Aliases!.map(({ Name, FunctionVersion }) => [Name, FunctionVersion]),
    };
  }

  it("tells the best size with a chart, and leaves the function as it was", async () => {
    const before = await present();
    const input = { lambdaARN: FunctionName, powerValues: [128, 512], num: 3, payload, strategy: "speed" };
    const { status, output } = await execute(machine(), input);
    expect(status).to.equal("SUCCEEDED");
    const { power, cost, duration, stateMachine, stats } = JSON.parse(output!);
    expect(stats.map((each: { power: number }) => each.power)).to.deep.equal([128, 512]);
    expect(power).to.be.oneOf([128, 512]);
    expect(duration).to.equal(Math.min(...stats.map((each: { duration: number }) => each.duration)));
    expect(cost).to.be.within(1e-12, 1e-5);
    const page = Buffer.from(stateMachine.visualization.split(",")[1], "base64").toString();
    expect(page).to.contain("<svg").and.contain(`Best size: <strong>${power} MB</strong>`);
    expect(await present()).to.deep.equal(before);
  });

  it("refuses a function that is not in the list, by name", async () => {
    const { error } = await execute(machine(), { lambdaARN: "addStudentDetails" });
    expect(error).to.equal("FunctionNotAllowed");
  });

  it("can be cleaned up after where it was stopped in the middle", async () => {
    const before = await present();
    const states = new SFNClient(clientSettings());
    const { executionArn } = await states.send(
      new StartExecutionCommand({
        stateMachineArn: machine(),
        input: JSON.stringify({ lambdaARN: FunctionName, powerValues: [128, 512], num: 500, payload }),
      }),
    );
    await eventually(present, (now) => JSON.stringify(now).includes("power-tuning"));
    await states.send(new StopExecutionCommand({ executionArn }));
    expect((await ended(executionArn!)).status).to.equal("ABORTED");
    // The step that was running ends by itself, and may still publish.
    await eventually(
      async () => (await execute(machine(), { lambdaARN: FunctionName, restore: true })) && present(),
      (now) => JSON.stringify(now) === JSON.stringify(before),
      60,
    );
  });
});
