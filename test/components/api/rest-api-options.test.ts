import { expect } from "chai";
import { largeBodyRoutes } from "../../../components/api/rest-api";
import { http, lambdaProxy } from "../../../components/api/integrations";
import { WebAcl } from "../../../components/edge/web-acl";
import { record, valueOf } from "../../support/record";
import { addRoute, makeApi, studentsArgs, type Backends } from "./example-api";

const keyed = { usagePlan: undefined, apiKeys: undefined };

describe("RestApi options", () => {
  it("answers by its own name alone", async () => {
    const domain = {
      domainName: "api.example.org",
      certificateArn: "arn:aws:acm:eu-west-1:1:certificate/c",
      hostedZoneId: "Z1",
    };
    const run = await record(
      async () => valueOf(makeApi((behind) => studentsArgs(behind, { domain: { ...domain, basePath: "v1" } })).url),
      {
        outputs: (type) =>
          type === "aws:apigateway/domainName:DomainName"
            ? { regionalDomainName: "d-1.execute-api.eu-west-1.amazonaws.com", regionalZoneId: "ZREGION" }
            : undefined,
      },
    );
    expect(run.result).to.equal("https://api.example.org/v1");
    expect(run.one("aws:apigateway/restApi:RestApi").inputs).to.include({ disableExecuteApiEndpoint: true });
    expect(run.one("aws:apigateway/domainName:DomainName").inputs).to.deep.equal({
      domainName: "api.example.org",
      regionalCertificateArn: domain.certificateArn,
      endpointConfiguration: { types: "REGIONAL", ipAddressType: "dualstack" },
      securityPolicy: "TLS_1_2",
    });
    expect(run.one("aws:apigateway/basePathMapping:BasePathMapping").inputs).to.deep.equal({
      domainName: "api.example.org",
      restApi: "students-api-id",
      stageName: "Dev",
      basePath: "v1",
    });
    const records = run.all.filter(({ type }) => type === "aws:route53/record:Record");
    expect(records.map(({ inputs }) => inputs)).to.deep.equal(
      ["A", "AAAA"].map((type) => ({
        zoneId: "Z1",
        name: "api.example.org",
        type,
        aliases: [{ name: "d-1.execute-api.eu-west-1.amazonaws.com", zoneId: "ZREGION", evaluateTargetHealth: false }],
      })),
    );
  });

  it("puts the stage behind its web ACL and shows what was blocked", async () => {
    const run = await record(() =>
      makeApi((behind) =>
        studentsArgs(behind, { webAcl: new WebAcl("front", { scope: "REGIONAL", key: behind.key }) }),
      ),
    );
    const { inputs } = run.one("aws:wafv2/webAclAssociation:WebAclAssociation");
    expect(inputs["resourceArn"]).to.equal("arn:aws:apigateway:eu-west-1::/restapis/students-api-id/stages/Dev");
    const blocked = run.result.monitoring.widgets.find(({ title }) => title === "Blocked by the web ACL");
    expect(blocked).to.not.equal(undefined);
  });

  it("tells which paths take larger bodies, the largest of each", () => {
    expect(
      largeBodyRoutes([
        { path: "/small" },
        { path: "/small", maxBodyBytes: 8192 },
        { path: "/events", maxBodyBytes: 65_536 },
        { path: "/events", maxBodyBytes: 9000 },
      ]),
    ).to.deep.equal([{ path: "/events", maxBodyBytes: 65_536 }]);
  });

  it("presents a client certificate to HTTP backends, and to no others unless asked", async () => {
    const withHttp = (behind: Backends) =>
      studentsArgs(behind, {
        ...keyed,
        routes: [
          {
            method: "GET",
            path: "/items",
            authorizer: "iam",
            integration: http({ url: "https://inventory.example.org/items" }),
          },
        ],
      });
    const run = await record(() => makeApi(withHttp));
    expect(run.one("aws:apigateway/stage:Stage").inputs["clientCertificateId"]).to.equal(
      "students-client-certificate-id",
    );
    const without = await record(() => makeApi((behind) => ({ ...withHttp(behind), clientCertificate: false })));
    expect(without.one("aws:apigateway/stage:Stage").inputs).to.not.have.property("clientCertificateId");
    const lambda = await record(() => makeApi((behind) => studentsArgs(behind)));
    expect(lambda.ofType("aws:apigateway/clientCertificate:ClientCertificate")).to.deep.equal([]);
    const asked = await record(() => makeApi((behind) => studentsArgs(behind, { clientCertificate: true })));
    expect(asked.ofType("aws:apigateway/clientCertificate:ClientCertificate")).to.have.length(1);
  });

  it("caches a route by its parameters, encrypted, and lets no caller empty the cache", async () => {
    const run = await record(() =>
      makeApi((behind) =>
        studentsArgs(behind, {
          ...keyed,
          cache: { sizeGigabytes: "1.6" },
          routes: [
            {
              method: "GET",
              path: "/users/{id}",
              authorizer: "jwt",
              scopes: ["users/read"],
              requestParameters: { "querystring.Roll": true },
              cache: { keyParameters: ["path.id", "querystring.Roll", "header.Authorization"], ttlSeconds: 60 },
              integration: lambdaProxy(behind.user),
            },
          ],
        }),
      ),
    );
    expect(run.one("aws:apigateway/stage:Stage").inputs).to.include({
      cacheClusterEnabled: true,
      cacheClusterSize: "1.6",
    });
    const slug = "students-get-users-id-743c7b";
    expect(run.one("aws:apigateway/integration:Integration", `${slug}-integration`).inputs).to.deep.include({
      cacheKeyParameters: [
        "method.request.path.id",
        "method.request.querystring.Roll",
        "method.request.header.Authorization",
      ],
    });
    // API Gateway takes only declared parameters as keys.
    expect(run.one("aws:apigateway/method:Method", slug).inputs["requestParameters"]).to.deep.equal({
      "method.request.path.id": true,
      "method.request.querystring.Roll": true,
      "method.request.header.Authorization": false,
    });
    expect(run.one("aws:apigateway/methodSettings:MethodSettings", `${slug}-settings`).inputs).to.deep.include({
      methodPath: "~1users~1{id}/GET",
      settings: {
        metricsEnabled: true,
        loggingLevel: "ERROR",
        dataTraceEnabled: false,
        throttlingRateLimit: 100,
        throttlingBurstLimit: 50,
        cachingEnabled: true,
        cacheDataEncrypted: true,
        cacheTtlInSeconds: 60,
        requireAuthorizationForCacheControl: true,
        unauthorizedCacheControlHeaderStrategy: "FAIL_WITH_403",
      },
    });
  });

  it("throttles a route by itself", async () => {
    const run = await record(() =>
      makeApi((behind) =>
        studentsArgs(behind, { routes: [addRoute(behind, { throttle: { rateLimit: 5, burstLimit: 2 } })] }),
      ),
    );
    const own = run.one("aws:apigateway/methodSettings:MethodSettings", "students-post-addstudentdetails-settings");
    expect(own.inputs["methodPath"]).to.equal("~1addstudentdetails/POST");
    expect(own.inputs["settings"]).to.include({
      throttlingRateLimit: 5,
      throttlingBurstLimit: 2,
      loggingLevel: "ERROR",
      metricsEnabled: true,
    });
  });

  it("lets a user adjust children, but not what they are", async () => {
    const run = await record(() =>
      makeApi((behind) =>
        studentsArgs(behind, {
          overrides: {
            restApi: { description: "Mine.", endpointConfiguration: { types: "EDGE" } },
            stage: { xrayTracingEnabled: false, stageName: "other" },
            accessLogGroup: { retentionInDays: 7, kmsKeyId: "none" },
          },
          routes: [
            addRoute(behind, {
              overrides: {
                method: { operationName: "add", authorization: "NONE" },
                integration: { cacheNamespace: "n" },
              },
            }),
          ],
        }),
      ),
    );
    expect(run.one("aws:apigateway/restApi:RestApi").inputs).to.deep.include({
      description: "Mine.",
      endpointConfiguration: { types: "REGIONAL" },
    });
    expect(run.one("aws:apigateway/stage:Stage").inputs).to.include({ xrayTracingEnabled: false, stageName: "Dev" });
    expect(run.one("aws:cloudwatch/logGroup:LogGroup", "students-access-logs").inputs).to.include({
      retentionInDays: 7,
      kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/example-key-id",
    });
    expect(run.one("aws:apigateway/method:Method", "students-post-addstudentdetails").inputs).to.include({
      operationName: "add",
      authorization: "CUSTOM",
    });
    expect(
      run.one("aws:apigateway/integration:Integration", "students-post-addstudentdetails-integration").inputs,
    ).to.include({ cacheNamespace: "n" });
  });
});
