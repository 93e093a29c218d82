import { expect } from "chai";
import { ExternalAuthorizer } from "../../components/access/external-authorizer";
import { workload } from "../../stacks/workload";
import { errorOf, record, valueOf } from "../support/record";
import { load, platformYaml, problemsOf } from "./config/fixture";

const FUNCTION = "arn:aws:lambda:eu-west-1:222233334444:function:tokens:live";
const AUTHORIZER = "aws:apigateway/authorizer:Authorizer";
const PERMISSION = "aws:lambda/permission:Permission";

function stackOf(authorizer: object | undefined, account = "dev") {
  const { environment } = load({
    "platform:account": account,
    "platform:systems": '{"keyed":{},"identity":{}}',
    "platform:allowedOrigins": '["https://pages.acme.io"]',
    ...(authorizer && { "platform:authorizer": JSON.stringify(authorizer) }),
  });
  return record(() => workload(environment), { stack: "dev" });
}

describe("an authorizer's function of another account, named by the configuration", function () {
  this.timeout(60_000);

  it("is asked by every API, which has none of its own, and lets exactly its authorizer in", async () => {
    const { ofType, one, all } = await stackOf({ functionArn: FUNCTION, permissionRole: "authorizer-permissions" });
    expect(ofType(AUTHORIZER).map(({ inputs }) => inputs)).to.deep.equal([
      {
        name: "tokens",
        type: "TOKEN",
        restApi: "keyed-api-api-id",
        authorizerUri: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations`,
        identitySource: "method.request.header.Authorization",
        identityValidationExpression: ofType(AUTHORIZER)[0]!.inputs["identityValidationExpression"],
        authorizerResultTtlInSeconds: 300,
      },
    ]);
    expect(all.some(({ type }) => type === "platform:access:LambdaAuthorizer")).to.equal(false);
    const permission = one(PERMISSION, "tokens-keyed-api");
    expect(permission.inputs).to.deep.equal({
      action: "lambda:InvokeFunction",
      function: "arn:aws:lambda:eu-west-1:222233334444:function:tokens",
      qualifier: "live",
      principal: "apigateway.amazonaws.com",
      sourceArn: "arn:aws:execute-api:eu-west-1:111122223333:keyed-api-api-id/authorizers/keyed-api-jwt-id",
      sourceAccount: "111122223333",
    });
    expect(permission.provider).to.contain("::dev-authorizer::");
    const provider = one("pulumi:providers:aws", "dev-authorizer").inputs;
    expect(JSON.parse(provider["allowedAccountIds"] as string)).to.deep.equal(["222233334444"]);
    expect(JSON.parse(provider["assumeRoles"] as string)).to.deep.equal([
      { roleArn: "arn:aws:iam::222233334444:role/authorizer-permissions", sessionName: "platform-dev" },
    ]);
  });

  it("is for its owner to open, who is told what to, where no role is named", async () => {
    const { all, result } = await stackOf({ functionArn: FUNCTION });
    expect(all.some(({ name }) => name === "tokens-keyed-api")).to.equal(false);
    expect(await valueOf(result["authorizer"])).to.deep.equal({
      functionArn: FUNCTION,
      sourceArns: {
        "keyed-api": "arn:aws:execute-api:eu-west-1:111122223333:keyed-api-api-id/authorizers/keyed-api-jwt-id",
      },
    });
  });

  it("is opened by the stack itself in its own account", async () => {
    const { one } = await stackOf({ functionArn: FUNCTION.replace("222233334444", "111122223333") });
    expect(one(PERMISSION, "tokens-keyed-api").provider).to.contain("::dev-eu-west-1::");
  });

  for (const [what, authorizer, problem] of [
    ["without alias", { functionArn: FUNCTION.replace(":live", "") }, { path: "platform:authorizer.functionArn" }],
    [
      "of whatever is the latest",
      { functionArn: FUNCTION.replace("live", "$LATEST") },
      { path: "platform:authorizer.functionArn" },
    ],
    [
      "of another region",
      { functionArn: FUNCTION.replace("eu-west-1", "us-east-1") },
      { fix: "use a function of eu-west-1, the region of the account" },
    ],
    [
      "of an account that nobody knows",
      { functionArn: FUNCTION.replace("222233334444", "999999999999") },
      { fix: "add its account, 999999999999, to accounts of platform.config.yaml, or use one of them" },
    ],
    [
      "of the stack's own account, by a role",
      { functionArn: FUNCTION.replace("222233334444", "111122223333"), permissionRole: "any" },
      { path: "platform:authorizer.permissionRole", value: "any" },
    ],
  ] as const)
    it(`is refused ${what}`, () => {
      const values = { "platform:authorizer": JSON.stringify(authorizer) };
      expect(problemsOf(values, platformYaml)[0]).to.deep.include(problem);
    });

  it("is refused by the component, too", async () => {
    const error = await errorOf(() => new ExternalAuthorizer("tokens", { functionArn: "tokens" }));
    expect(error.message).to.contain('functionArn is "tokens"; use the ARN of a function\'s alias or version');
  });
});
