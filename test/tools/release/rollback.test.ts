import { CodeDeployClient, ListDeploymentsCommand } from "@aws-sdk/client-codedeploy";
import {
  GetAliasCommand,
  LambdaClient,
  ListVersionsByFunctionCommand,
  UpdateAliasCommand,
} from "@aws-sdk/client-lambda";
import { expect } from "chai";
import type { Plan, PlanResource } from "../../../tools/plan/plan";
import { rollBack } from "../../../tools/release/rollback";
import { rollbackRequest, rollbackText } from "../../../tools/release/rollback-options";
import { systemFunction } from "../../../tools/release/system-functions";
import { useAwsMock } from "../../functions/support/aws-mock";

const fn = { functionName: "storeStudents", aliasName: "live" };
const release = { application: "dev-store-students", deploymentGroup: "dev-store-students" };

describe("rollback", () => {
  const lambda = useAwsMock(LambdaClient);
  const codedeploy = useAwsMock(CodeDeployClient);
  const clients = {
    lambda: new LambdaClient({ region: "eu-west-1" }),
    codedeploy: new CodeDeployClient({ region: "eu-west-1" }),
  };
  const failure = (to: string) =>
    rollBack(clients, { ...fn, release }, to).then(
      () => expect.fail("it went well"),
      (error: Error) => error.message,
    );
  beforeEach(() => {
    codedeploy().on(ListDeploymentsCommand).resolves({ deployments: [] });
    lambda().on(GetAliasCommand).resolves({ FunctionVersion: "3", RevisionId: "r" });
    lambda()
      .on(ListVersionsByFunctionCommand)
      .resolves({ Versions: [{ Version: "3" }] })
      .on(ListVersionsByFunctionCommand, { FunctionName: "storeStudents", Marker: undefined })
      .resolves({ Versions: [{ Version: "$LATEST" }, { Version: "2" }], NextMarker: "m" });
  });

  it("moves all traffic to the version, if nobody else has moved the alias meanwhile", async () => {
    expect(await rollBack(clients, { ...fn, release }, "2")).to.deep.equal({ ...fn, from: "3", to: "2" });
    expect(
      lambda()
        .commandCalls(UpdateAliasCommand)
        .map(({ args }) => args[0].input),
    ).to.deep.equal([{ FunctionName: "storeStudents", Name: "live", FunctionVersion: "2", RevisionId: "r" }]);
  });

  it("changes nothing where the alias is there already, or the version is not", async () => {
    expect(await rollBack(clients, { ...fn, release }, "3")).to.include({ from: "3", to: "3" });
    expect(await failure("7")).to.equal("storeStudents has no version 7; there are 2, 3");
    expect(await failure("$LATEST")).to.contain("has no version $LATEST");
    expect(lambda().commandCalls(UpdateAliasCommand)).to.have.length(0);
  });

  it("leaves an alias alone that a release is moving", async () => {
    lambda()
      .on(GetAliasCommand)
      .resolves({ FunctionVersion: "3", RoutingConfig: { AdditionalVersionWeights: { "4": 0.1 } } });
    expect(await failure("2")).to.match(/A release is moving storeStudents from version 3 to 4: stop it/);
    expect(lambda().commandCalls(UpdateAliasCommand)).to.have.length(0);
  });

  it("leaves it alone during a hook too, when the weights say nothing of the release", async () => {
    codedeploy()
      .on(ListDeploymentsCommand)
      .resolves({ deployments: ["d-1"] });
    expect(await failure("2")).to.equal(
      "A release of storeStudents is under way, deployment d-1: stop it in CodeDeploy, which rolls it back, then ask again",
    );
    expect(lambda().calls()).to.have.length(0);
    const [asked] = codedeploy().commandCalls(ListDeploymentsCommand);
    expect(asked!.args[0].input).to.deep.equal({
      applicationName: "dev-store-students",
      deploymentGroupName: "dev-store-students",
      includeOnlyStatuses: ["Created", "Queued", "InProgress", "Baking", "Ready"],
    });
  });

  it("asks nobody where a deployment moves the alias itself", async () => {
    expect(await rollBack(clients, fn, "2")).to.include({ from: "3", to: "2" });
    expect(codedeploy().calls()).to.have.length(0);
  });

  it("asks for a system and the number of a version", () => {
    const call = (values: Record<string, string>) => () => rollbackRequest({ values, positionals: [], json: false });
    expect(call({ system: "intake", to: "2" })()).to.deep.equal({ system: "intake", to: "2", named: undefined });
    expect(call({ to: "2" })).to.throw("--system NAME");
    expect(call({ system: "intake" })).to.throw("--to N");
    expect(call({ system: "intake", to: "live" })).to.throw("--to N");
    expect(rollbackText({ ...fn, from: "3", to: "2" })).to.equal("storeStudents: live went from version 3 to 2");
    expect(rollbackText({ ...fn, from: "2", to: "2" })).to.equal("storeStudents: live is at version 2 already");
  });
});

describe("the function of a system", () => {
  const SYSTEM = "platform:stacks:System";
  const alias = (functionName: string, ignoreChanges?: string[]): PlanResource => ({
    parent: `${SYSTEM}$platform:compute:Function::${functionName}`,
    inputs: { functionName, name: "live" },
    ...(ignoreChanges && { ignoreChanges }),
  });
  const component = (system: string): PlanResource => ({ parent: `${SYSTEM}::${system}` });
  const plan: Plan = {
    stack: "dev",
    resources: {
      [`${SYSTEM}::intake`]: {},
      [`${SYSTEM}::students`]: {},
      [`${SYSTEM}$platform:compute:Function::store`]: component("intake"),
      [`${SYSTEM}$platform:compute:Function::authorize`]: component("intake"),
      [`${SYSTEM}$platform:compute:Function::add`]: component("students"),
      [`${SYSTEM}$platform:compute:Function::get`]: component("students"),
      "x$aws:lambda/alias:Alias::store-alias": alias("store", ["functionVersion", "routingConfig"]),
      "x$aws:lambda/alias:Alias::authorize-alias": alias("authorize"),
      "x$aws:lambda/alias:Alias::add-alias": alias("add"),
      "x$aws:lambda/alias:Alias::get-alias": alias("get"),
      // Another function of the same name of alias, what waits, and what starts it.
      "x$aws:lambda/invocation:Invocation::add-start": {
        inputs: { input: { "${json}": { functionName: "add", aliasName: "old", application: "no" } } },
      },
      "x$aws:lambda/invocation:Invocation::store-wait-1": { inputs: { input: "${unknown}" } },
      "x$aws:lambda/invocation:Invocation::store-start": {
        inputs: { input: { "${json}": { functionName: "store", aliasName: "live", version: "1", ...release } } },
      },
    },
  };

  it("is the one that releases move, or the one named", () => {
    expect(systemFunction(plan, "intake")).to.deep.equal({ functionName: "store", aliasName: "live", release });
    expect(systemFunction(plan, "students", "add")).to.deep.equal({ functionName: "add", aliasName: "live" });
    expect(systemFunction(plan, "intake", "authorize")).to.include({ functionName: "authorize" });
  });

  it("has to be said where several could be meant, and known", () => {
    expect(() => systemFunction(plan, "students")).to.throw("--function NAME, one of add, get");
    expect(() => systemFunction(plan, "intak")).to.throw('no system with functions "intak"; did you mean intake?');
    expect(() => systemFunction(plan, "students", "store")).to.throw('no function in students "store"');
  });
});
