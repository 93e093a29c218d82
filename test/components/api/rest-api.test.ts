import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { unknown } from "../../../tools/plan/recorded-resource";
import { errorOf, record, valueOf, type Recorded } from "../../support/record";
import { backends, everythingArgs, makeApi, requestTemplate, responseTemplate, studentsArgs } from "./example-api";
import { RestApi } from "../../../components/api/rest-api";

const ORIGIN = "'https://students.example.org'";

describe("RestApi", () => {
  let students: Recorded<RestApi>;
  let everything: Recorded<RestApi>;

  before(async () => {
    students = await record(() => makeApi((behind) => studentsArgs(behind)));
    everything = await record(() => makeApi((behind) => everythingArgs(behind)));
  });

  it("makes R1's route exactly", () => {
    const run = students;

    expect(run.one("aws:apigateway/restApi:RestApi").inputs).to.deep.equal({
      name: "students-api",
      description: "Adds and fetches students.",
      endpointConfiguration: { types: "REGIONAL" },
      apiKeySource: "HEADER",
      disableExecuteApiEndpoint: false,
    });
    expect(run.one("aws:apigateway/resource:Resource").inputs).to.deep.equal({
      restApi: "students-api-id",
      parentId: "root",
      pathPart: "addstudentdetails",
    });
    const at = { restApi: "students-api-id", resourceId: "students-addstudentdetails-id", httpMethod: "POST" };
    expect(run.one("aws:apigateway/method:Method", "students-post-addstudentdetails").inputs).to.deep.equal({
      ...at,
      authorization: "CUSTOM",
      authorizerId: "students-jwt-id",
      apiKeyRequired: true,
      requestParameters: { "method.request.querystring.Roll": true },
      requestValidatorId: "students-parameters-validator-id",
    });
    expect(
      run.one("aws:apigateway/integration:Integration", "students-post-addstudentdetails-integration").inputs,
    ).to.deep.equal({
      ...at,
      type: "AWS",
      integrationHttpMethod: "POST",
      uri: "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:addStudentDetails:${stageVariables.collegealias}/invocations",
      passthroughBehavior: "WHEN_NO_TEMPLATES",
      requestTemplates: { "application/json": requestTemplate },
      timeoutMilliseconds: 29_000,
    });
    const answer = (status: string) =>
      run.one(
        "aws:apigateway/integrationResponse:IntegrationResponse",
        `students-post-addstudentdetails-${status}-integration`,
      ).inputs;
    const origin = {
      "method.response.header.Access-Control-Allow-Origin": ORIGIN,
      "method.response.header.Access-Control-Expose-Headers": "'x-amzn-RequestId,x-amz-apigw-id'",
    };
    expect(answer("200")).to.deep.equal({
      ...at,
      statusCode: "200",
      responseParameters: origin,
      responseTemplates: { "application/json": responseTemplate },
    });
    expect(answer("500")).to.deep.equal({
      ...at,
      statusCode: "500",
      selectionPattern: "(.|\\n)+",
      responseParameters: origin,
      responseTemplates: {
        "application/json":
          '{"error":{"code":"InternalError","message":"Internal server error","requestId":"$context.requestId"}}',
      },
    });
    for (const status of ["200", "500"]) {
      expect(
        run.one("aws:apigateway/methodResponse:MethodResponse", `students-post-addstudentdetails-${status}`).inputs,
      ).to.deep.equal({
        ...at,
        statusCode: status,
        responseParameters: {
          "method.response.header.Access-Control-Allow-Origin": true,
          "method.response.header.Access-Control-Expose-Headers": true,
        },
      });
    }
  });

  it("lets only that method of that API invoke only that alias", () => {
    const run = students;
    expect(run.one("aws:lambda/permission:Permission", "add-students-post-addstudentdetails").inputs).to.deep.equal({
      action: "lambda:InvokeFunction",
      function: "addStudentDetails",
      qualifier: "addstudentinfo",
      principal: "apigateway.amazonaws.com",
      sourceArn: "arn:aws:execute-api:eu-west-1:111122223333:students-api-id/*/POST/addstudentdetails",
      sourceAccount: "111122223333",
    });
  });

  it("makes a traced stage with access logs that hold no query string, header, token or key", () => {
    const run = students;
    const { inputs, dependsOn } = run.one("aws:apigateway/stage:Stage");
    const { accessLogSettings, ...rest } = inputs as { accessLogSettings: { destinationArn: string; format: string } };
    expect(rest).to.deep.equal({
      restApi: "students-api-id",
      deployment: "students-deployment-id",
      stageName: "Dev",
      description: "Adds and fetches students.",
      variables: { collegealias: "addstudentinfo" },
      xrayTracingEnabled: true,
      cacheClusterEnabled: false,
    });
    expect(accessLogSettings.destinationArn).to.equal(
      "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/apigateway/students-api/Dev/access",
    );
    const values = Object.values(JSON.parse(accessLogSettings.format) as Record<string, string>);
    expect(values).to.include.members(["$context.requestId", "$context.status", "$context.error.responseType"]);
    for (const value of values) {
      expect(value).to.match(/^\$context\.[A-Za-z.]+$/);
      expect(value).not.to.match(
        /querystring|header|userAgent|\$context\.path$|apiKey$|message|claims|requestOverride|caller|\.user$/i,
      );
    }
    const waited = dependsOn.map((urn) => urn.split("::").at(-1));
    expect(waited).to.include.members([
      "students-execution-logs",
      "add-students-post-addstudentdetails",
      "students-authorizer-function-students",
    ]);
  });

  it("ties stage, settings and validators to the API itself, also where its id is not known", async () => {
    const preview = await record(() => makeApi((behind) => studentsArgs(behind)), { preview: true });
    const api = preview.one("aws:apigateway/restApi:RestApi").urn;
    for (const type of ["stage:Stage", "methodSettings:MethodSettings", "requestValidator:RequestValidator"]) {
      for (const { name, propertyDependencies } of preview.ofType(`aws:apigateway/${type}`)) {
        expect(propertyDependencies["restApi"], name).to.deep.equal([api]);
      }
    }
  });

  it("owns both log groups of the stage, encrypted and with a retention", async () => {
    const run = await record(() => makeApi((behind) => studentsArgs(behind, { accessLogRetentionDays: 90 })));
    const kmsKeyId = "arn:aws:kms:eu-west-1:111122223333:key/example-key-id";
    expect(run.one("aws:cloudwatch/logGroup:LogGroup", "students-access-logs").inputs).to.deep.equal({
      name: "/aws/apigateway/students-api/Dev/access",
      retentionInDays: 90,
      kmsKeyId,
    });
    expect(run.one("aws:cloudwatch/logGroup:LogGroup", "students-execution-logs").inputs).to.deep.equal({
      name: "API-Gateway-Execution-Logs_students-api-id/Dev",
      retentionInDays: 90,
      kmsKeyId,
    });
  });

  it("throttles, measures and logs every method, and never its data", () => {
    const run = students;
    expect(run.one("aws:apigateway/methodSettings:MethodSettings").inputs).to.deep.equal({
      restApi: "students-api-id",
      stageName: "Dev",
      methodPath: "*/*",
      settings: {
        metricsEnabled: true,
        loggingLevel: "ERROR",
        dataTraceEnabled: false,
        throttlingRateLimit: 100,
        throttlingBurstLimit: 50,
        cachingEnabled: false,
        cacheDataEncrypted: true,
      },
    });
  });

  it("does not trace data even when told to", async () => {
    const run = await record(() =>
      makeApi((behind) =>
        studentsArgs(behind, { overrides: { methodSettings: { dataTraceEnabled: true, loggingLevel: "INFO" } } }),
      ),
    );
    const { settings } = run.one("aws:apigateway/methodSettings:MethodSettings").inputs as { settings: object };
    expect(settings).to.include({ dataTraceEnabled: false, loggingLevel: "INFO" });
  });

  it("binds plan and key to the stage, and keeps the key's value secret", async () => {
    const run = await record(async () => {
      const api = makeApi((behind) => studentsArgs(behind));
      return { value: await valueOf(api.apiKey("pages")), secret: await pulumi.isSecret(api.apiKey("pages")) };
    });
    expect(run.result).to.deep.equal({ value: "generated-key-value-0000", secret: true });
    expect(run.one("aws:apigateway/usagePlan:UsagePlan").inputs).to.deep.equal({
      name: "students-api",
      description: "Limits of the clients of students-api.",
      apiStages: [{ apiId: "students-api-id", stage: "Dev" }],
      throttleSettings: { rateLimit: 100, burstLimit: 50 },
      quotaSettings: { limit: 10_000, period: "MONTH" },
    });
    const key = run.one("aws:apigateway/apiKey:ApiKey");
    expect(key.inputs).to.deep.equal({
      name: "students-api-pages",
      description: "Client pages of students-api.",
      enabled: true,
    });
    expect(key.additionalSecretOutputs).to.include("value");
    const bound = run.one("aws:apigateway/usagePlanKey:UsagePlanKey");
    expect(bound.inputs).to.deep.equal({
      usagePlanId: "students-usage-plan-id",
      keyId: "students-key-pages-id",
      keyType: "API_KEY",
    });
    expect(bound.additionalSecretOutputs).to.include("value");
  });

  it("names the key that is not there", async () => {
    const error = await errorOf(() => makeApi((behind) => studentsArgs(behind)).apiKey("mobile"));
    expect(error.message).to.equal('platform:api:RestApi "students": apiKey is "mobile"; use one of its keys: pages.');
  });

  it("always makes the full validator, and the other only where used", async () => {
    const both = students;
    expect(both.ofType("aws:apigateway/requestValidator:RequestValidator").map(({ inputs }) => inputs)).to.deep.equal([
      { restApi: "students-api-id", name: "full", validateRequestBody: true, validateRequestParameters: true },
      { restApi: "students-api-id", name: "parameters", validateRequestBody: false, validateRequestParameters: true },
    ]);
    const full = await record(() =>
      makeApi((behind) => {
        const args = everythingArgs(behind, { usagePlan: undefined, apiKeys: undefined });
        return { ...args, routes: args.routes.slice(1) };
      }),
    );
    expect(
      full.ofType("aws:apigateway/requestValidator:RequestValidator").map(({ inputs }) => inputs["name"]),
    ).to.deep.equal(["full"]);
  });

  it("checks the body by the model whatever content type is sent", () => {
    const run = everything;
    const model = run.one("aws:apigateway/model:Model").inputs;
    expect(model).to.deep.include({ name: "PostStudents", contentType: "application/json" });
    expect(JSON.parse(model["schema"] as string)).to.have.property(
      "$schema",
      "http://json-schema.org/draft-04/schema#",
    );
    expect(run.one("aws:apigateway/method:Method", "students-post-students").inputs).to.deep.include({
      requestModels: { "application/json": "PostStudents", $default: "PostStudents" },
      requestValidatorId: "students-full-validator-id",
    });
  });

  it("gives each kind of authorizer to its routes", () => {
    const run = everything;
    const authorization = (name: string) => {
      const { inputs } = run.one("aws:apigateway/method:Method", name);
      return [inputs["authorization"], inputs["authorizerId"], inputs["authorizationScopes"]];
    };
    expect(authorization("students-post-students")).to.deep.equal(["CUSTOM", "students-jwt-id", undefined]);
    expect(authorization("students-get-user")).to.deep.equal([
      "COGNITO_USER_POOLS",
      "students-cognito-id",
      ["users/read"],
    ]);
    expect(authorization("students-get-users-id-orders-43fe87")).to.deep.equal(["AWS_IAM", undefined, undefined]);
    expect(authorization("students-get-health")).to.deep.equal(["NONE", undefined, undefined]);
    expect(run.one("aws:apigateway/authorizer:Authorizer", "students-cognito").inputs).to.deep.equal({
      restApi: "students-api-id",
      name: "students-cognito",
      type: "COGNITO_USER_POOLS",
      identitySource: "method.request.header.Authorization",
      providerArns: ["arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_Pool"],
      authorizerResultTtlInSeconds: 300,
    });
  });

  it("puts a path's parameters into the method and as wildcards into the permission", () => {
    const run = everything;
    expect(run.one("aws:apigateway/method:Method", "students-get-users-id-orders-43fe87").inputs).to.deep.include({
      requestParameters: { "method.request.path.id": true },
    });
    expect(run.one("aws:lambda/permission:Permission", "user-students-get-users-id-orders-43fe87").inputs).to.include({
      sourceArn: "arn:aws:execute-api:eu-west-1:111122223333:students-api-id/*/GET/users/*/orders",
    });
  });

  it("limits the API by a resource policy, about the whole API unless it says otherwise", () => {
    const run = everything;
    const { policy } = run.one("aws:apigateway/restApiPolicy:RestApiPolicy").inputs as { policy: string };
    expect(JSON.parse(policy)).to.deep.equal({
      Version: "2012-10-17",
      Statement: [
        {
          Resource: "arn:aws:execute-api:eu-west-1:111122223333:students-api-id/*",
          Effect: "Allow",
          Principal: "*",
          Action: "execute-api:Invoke",
        },
      ],
    });
  });

  it("makes the same resources in a preview, of which ids are unknown, as in an update", async () => {
    const preview = await record(() => makeApi((behind) => everythingArgs(behind)), { preview: true });
    const names = (run: typeof preview) => run.all.map(({ type, name }) => `${type} ${name}`).sort();
    expect(names(preview)).to.deep.equal(names(everything));
    expect(preview.one("aws:apigateway/method:Method", "students-post-students").inputs["restApi"]).to.equal(unknown);
  });

  it("puts every child below the component and says what it is", async () => {
    const run = await record(async () => {
      const api = makeApi((behind) => studentsArgs(behind));
      return { id: await valueOf(api.apiId), url: await valueOf(api.url), stage: await valueOf(api.stageArn) };
    });
    expect(run.result).to.deep.equal({
      id: "students-api-id",
      url: "https://students-api-id.execute-api.eu-west-1.amazonaws.com/Dev",
      stage: "arn:aws:apigateway:eu-west-1::/restapis/students-api-id/stages/Dev",
    });
    const component = run.one("platform:api:RestApi");
    expect(component.outputs).to.deep.equal({ apiId: run.result.id, url: run.result.url, largeBodyRoutes: [] });
    for (const child of run.all.filter(({ type }) => type.startsWith("aws:apigateway/"))) {
      expect(child.parent, child.name).to.equal(component.urn);
    }
  });

  it("does not make the regional singleton of API Gateway's log role", () => {
    const run = everything;
    expect(run.ofType("aws:apigateway/account:Account")).to.deep.equal([]);
  });

  it("allows two APIs on one function", async () => {
    const run = await record(() => {
      const behind = backends();
      new RestApi("first", studentsArgs(behind, { apiName: "first" }));
      new RestApi("second", studentsArgs(behind, { apiName: "second" }));
    });
    const sources = run
      .ofType("aws:lambda/permission:Permission")
      .filter(({ inputs }) => inputs["function"] === "addStudentDetails")
      .map(({ inputs }) => inputs["sourceArn"]);
    expect(sources).to.deep.equal([
      "arn:aws:execute-api:eu-west-1:111122223333:first-api-id/*/POST/addstudentdetails",
      "arn:aws:execute-api:eu-west-1:111122223333:second-api-id/*/POST/addstudentdetails",
    ]);
  });
});
