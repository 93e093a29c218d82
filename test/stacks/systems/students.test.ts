import { expect } from "chai";
import { ConfigurationError } from "../../../stacks/config/problem";
import { InputError } from "../../../components/input-error";
import type { Recorded } from "../../support/record";
import { recordPlatform, roleDocument } from "./platform";

const ARN = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:111122223333:${rest}`;
const API = ARN("execute-api", "students-api-api-id");

describe("students", function () {
  this.timeout(60_000);
  let platform: Recorded<unknown>;
  before(async () => {
    platform = await recordPlatform({ "platform:stageName": "Dev" });
  });

  /** What a function may do with data: actions and resources of DynamoDB, S3, SNS, SQS and Lambda. */
  const data = (fn: string) =>
    Object.values(roleDocument(platform, fn))
      .flat()
      .filter(({ Action }) => !/^(kms|logs|xray):/.test([Action].flat()[0]!))
      .map(({ Action, Resource }) => [Action, Resource]);
  const undeliverable = ["sqs:SendMessage", ARN("sqs", "dev-undeliverable")];

  it("writes with PutItem on the one table alone, and reads with GetItem alone", () => {
    const table = ARN("dynamodb", "table/StudentDetails");
    expect(data("add-student")).to.have.deep.members([["dynamodb:PutItem", table], undeliverable]);
    expect(data("get-student")).to.have.deep.members([["dynamodb:GetItem", table], undeliverable]);
  });

  it("gives no function a role that another has", () => {
    const roles = platform.ofType("aws:lambda/function:Function").map(({ inputs }) => inputs["role"] as string);
    expect(new Set(roles).size).to.equal(roles.length);
    expect(platform.ofType("aws:iam/rolePolicyAttachment:RolePolicyAttachment")).to.deep.equal([]);
  });

  it("lets the API invoke the alias from the one method alone", () => {
    const permissions = platform.ofType("aws:lambda/permission:Permission").map(({ inputs }) => inputs);
    const of = (name: string) => permissions.filter((permission) => permission["function"] === name);
    const common = { action: "lambda:InvokeFunction", principal: "apigateway.amazonaws.com" };
    expect(of("addStudentDetails")).to.deep.equal([
      {
        ...common,
        function: "addStudentDetails",
        qualifier: "addstudentinfo",
        sourceArn: `${API}/*/POST/addstudentdetails`,
        sourceAccount: "111122223333",
      },
    ]);
    expect(of("getStudentDetails").map((permission) => permission["sourceArn"])).to.deep.equal([
      `${API}/*/GET/getstudentdetails`,
    ]);
    for (const permission of permissions) {
      expect(permission).to.include({ sourceAccount: "111122223333" });
      expect(permission["sourceArn"]).to.be.a("string");
      expect(permission["qualifier"]).to.be.a("string");
    }
  });

  it("names the alias by the stage's variable, in a stage that configuration names", () => {
    const stage = platform.one("aws:apigateway/stage:Stage", "students-api-stage").inputs;
    expect(stage).to.include({ stageName: "Dev" });
    expect(stage["variables"]).to.deep.equal({ collegealias: "addstudentinfo" });
    const { uri } = platform.one(
      "aws:apigateway/integration:Integration",
      "students-api-post-addstudentdetails-integration",
    ).inputs as { uri: string };
    expect(uri).to.contain(":function:addStudentDetails:${stageVariables.collegealias}/invocations");
    const alias = platform.one("aws:lambda/alias:Alias", "add-student-alias").inputs;
    expect(alias).to.include({ name: "addstudentinfo", functionName: "addStudentDetails" });
  });

  it("limits each client to 100 requests a second, 50 at once and 10,000 a month, on this stage with this key", () => {
    const plan = platform.one("aws:apigateway/usagePlan:UsagePlan").inputs;
    expect(plan["throttleSettings"]).to.deep.equal({ rateLimit: 100, burstLimit: 50 });
    expect(plan["quotaSettings"]).to.deep.equal({ limit: 10_000, period: "MONTH" });
    expect(plan["apiStages"]).to.deep.equal([{ apiId: "students-api-api-id", stage: "Dev" }]);
    expect(platform.one("aws:apigateway/usagePlanKey:UsagePlanKey").inputs).to.deep.equal({
      keyId: "students-api-key-pages-id",
      keyType: "API_KEY",
      usagePlanId: "students-api-usage-plan-id",
    });
  });

  it("asks for key, token and Roll on both routes, and leaves the body to the handler", () => {
    const validator = platform.one(
      "aws:apigateway/requestValidator:RequestValidator",
      "students-api-parameters-validator",
    );
    expect(validator.inputs).to.include({ validateRequestBody: false, validateRequestParameters: true });
    const methods = platform
      .ofType("aws:apigateway/method:Method")
      .filter(({ name, inputs }) => name.startsWith("students-api-") && inputs["httpMethod"] !== "OPTIONS");
    expect(methods.map(({ inputs }) => inputs["httpMethod"])).to.have.members(["POST", "GET"]);
    for (const { inputs } of methods) {
      expect(inputs).to.include({
        apiKeyRequired: true,
        authorization: "CUSTOM",
        authorizerId: "students-api-jwt-id",
        requestValidatorId: "students-api-parameters-validator-id",
      });
      expect(inputs["requestParameters"]).to.deep.equal({ "method.request.querystring.Roll": true });
      expect(inputs).to.not.have.property("requestModels");
    }
  });

  for (const [what, variables] of [
    ["missing", {}],
    ["empty", { collegealias: "" }],
    ["illegal", { collegealias: "add student" }],
    ["a version", { collegealias: "2" }],
  ] as const) {
    it(`refuses a stage variable that is ${what} before anything is made`, async () => {
      const on = { identity: {}, students: { stageVariables: variables } };
      const error: unknown = await Promise.resolve()
        .then(() => recordPlatform({ "platform:systems": JSON.stringify(on) }))
        .catch((reason: unknown) => reason);
      expect(error).to.satisfy(
        (reason: unknown) => reason instanceof ConfigurationError || reason instanceof InputError,
      );
      expect((error as Error).message)
        .to.contain("collegealias")
        .and.to.contain("the name of an alias");
    });
  }
});
