import * as aws from "@pulumi/aws";
import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { LambdaAuthorizer } from "../../../components/access/lambda-authorizer";
import { lambdaProxy } from "../../../components/api/integrations";
import { RestApi } from "../../../components/api/rest-api";
import { Function } from "../../../components/compute/function";
import { Key } from "../../../components/encryption/key";
import { repositoryRoot } from "../../../stacks/config";
import { planText, readPlan } from "../../../tools/plan/golden";
import { makePlan } from "../../../tools/plan/make-plan";
import { planDifference } from "../../../tools/plan/plan-difference";
import { recordProgram } from "../../../tools/plan/program-recorder";
import { differenceLines } from "../../../tools/plan/render-terminal";
import { recordBoth } from "../../support/record";

const CENTRAL = "555566667777";
const WORKLOAD = "111122223333";
const route = { method: "GET" as const, path: "/students", scopes: ["students/read"] };

/** An authorizer in a central account, and an API of another account that asks it. */
function program() {
  const provider = (name: string, accountId: string) =>
    new aws.Provider(name, { region: "eu-west-1", allowedAccountIds: [accountId] });
  const central = { providers: [provider("central", CENTRAL)] };
  const workload = { providers: [provider("workload", WORKLOAD)] };
  const authorizer = new LambdaAuthorizer(
    "tokens",
    {
      key: new Key("central", { description: "Tests" }, central),
      pools: [{ userPoolId: "eu-west-1_AbCdEf123", clientIds: ["client"] }],
      routes: [route],
    },
    central,
  );
  const key = new Key("workload", { description: "Tests" }, workload);
  const entry = "functions/students/get.ts";
  const handler = new Function(
    "get",
    { entry, functionName: "get", description: "Tests", key, timeoutSeconds: 5 },
    workload,
  );
  return new RestApi(
    "students",
    {
      apiName: "students",
      description: "Tests",
      key,
      stageName: "Dev",
      authorizers: { jwt: { authorizer } },
      routes: [{ ...route, authorizer: "jwt", integration: lambdaProxy(handler) }],
    },
    workload,
  );
}

describe("an authorizer of another account", () => {
  it("is asked by the API, and admits exactly the API's one authorizer", async () => {
    for (const { one, all } of await recordBoth(program)) {
      const made = one("aws:apigateway/authorizer:Authorizer");
      expect(made.provider).to.include("::workload::");
      const permission = all.find(
        ({ type, parent }) => type === "aws:lambda/permission:Permission" && parent?.includes("tokens"),
      )!;
      // The permission belongs to the function's account; the API's account is what it names.
      expect(permission.provider).to.include("::central::");
      expect(permission.inputs["principal"]).to.equal("apigateway.amazonaws.com");
    }
  });

  it("names the API's account, not its own", async () => {
    const [{ all, one }] = await recordBoth(program);
    const permission = all.find(
      ({ type, parent }) => type === "aws:lambda/permission:Permission" && parent?.includes("tokens"),
    )!;
    expect(permission.inputs["sourceAccount"]).to.equal(WORKLOAD);
    expect(permission.inputs["sourceArn"]).to.equal(
      `arn:aws:execute-api:eu-west-1:${WORKLOAD}:students-api-id/authorizers/students-jwt-id`,
    );
    expect(one("aws:apigateway/authorizer:Authorizer").inputs["authorizerUri"]).to.include(
      `:${CENTRAL}:function:tokens:`,
    );
  });

  it("is in a committed plan as a whole (UPDATE_PLANS=1 writes it again)", async () => {
    const { resources } = await recordProgram(() => Promise.resolve(void program()), {
      project: "platform",
      stack: "cross-account-authorizer",
      config: {},
      preview: true,
      assumeOutputs: true,
      identity: { accountId: WORKLOAD, region: "eu-west-1" },
    });
    const plan = makePlan("cross-account-authorizer", resources, repositoryRoot);
    const file = path.join(__dirname, "cross-account-authorizer.plan.json");
    if (process.env["UPDATE_PLANS"]) fs.writeFileSync(file, planText(plan));
    const committed = readPlan(file)!;
    expect(differenceLines(planDifference(committed, plan))).to.deep.equal([]);
    const at = (type: string, parent: string) =>
      Object.entries(committed.resources).find(([urn]) => urn.includes(type) && urn.includes(parent))![1];
    expect(at("aws:lambda/permission:Permission", "platform:access:LambdaAuthorizer")).to.deep.include({
      location: `${CENTRAL}/eu-west-1`,
      inputs: {
        action: "lambda:InvokeFunction",
        function: "tokens",
        principal: "apigateway.amazonaws.com",
        qualifier: "live",
        sourceAccount: WORKLOAD,
        sourceArn: `arn:aws:execute-api:eu-west-1:${WORKLOAD}:students-api-id/authorizers/students-jwt-id`,
      },
    });
    const authorizer = at("aws:apigateway/authorizer:Authorizer", "platform:api:RestApi");
    expect(authorizer).to.have.property("location", `${WORKLOAD}/eu-west-1`);
    expect(authorizer.inputs?.["authorizerUri"]).to.contain(`:lambda:eu-west-1:${CENTRAL}:function:tokens:live/`);
  });
});
