import * as aws from "@pulumi/aws";
import { expect } from "chai";
import { LambdaAuthorizer } from "../../../components/access/lambda-authorizer";
import { lambdaProxy } from "../../../components/api/integrations";
import { RestApi } from "../../../components/api/rest-api";
import { Function } from "../../../components/compute/function";
import { Key } from "../../../components/encryption/key";
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
});
