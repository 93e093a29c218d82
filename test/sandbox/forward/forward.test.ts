import { expect } from "chai";
import type { Emulator } from "../../../sandbox/emulator/emulator";
import { signedHeaders } from "../../../sandbox/emulator/signed-headers";
import { createApi, type TestApi } from "../emulator/create-api";
import { runningEmulator } from "../emulator/running-emulator";

const POLICY = `<ResponseHeadersPolicyConfig xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Name>pages</Name><SecurityHeadersConfig><ContentSecurityPolicy><Override>true</Override><ContentSecurityPolicy>connect-src https://login.auth.eu-west-1.amazoncognito.com</ContentSecurityPolicy></ContentSecurityPolicy><FrameOptions><Override>true</Override><FrameOption>DENY</FrameOption></FrameOptions></SecurityHeadersConfig></ResponseHeadersPolicyConfig>`;
const distribution = (policy: string) =>
  `<DistributionConfig xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><CallerReference>pages</CallerReference><Comment></Comment><Enabled>true</Enabled><DefaultRootObject>index.html</DefaultRootObject><Origins><Quantity>1</Quantity><Items><Origin><Id>s3</Id><DomainName>pages-test.s3.eu-west-1.amazonaws.com</DomainName><S3OriginConfig><OriginAccessIdentity></OriginAccessIdentity></S3OriginConfig></Origin></Items></Origins><DefaultCacheBehavior><TargetOriginId>s3</TargetOriginId><ViewerProtocolPolicy>redirect-to-https</ViewerProtocolPolicy><CachePolicyId>658327ea-f89d-4fab-a63d-7e88639e58f6</CachePolicyId><ResponseHeadersPolicyId>${policy}</ResponseHeadersPolicyId></DefaultCacheBehavior></DistributionConfig>`;

describe("forwarder", function () {
  this.timeout(180_000);
  let emulator: Emulator;
  let api: TestApi;

  before(async () => {
    emulator = await runningEmulator();
    const put = async (service: string, method: string, path: string, body: string, type = "application/xml") => {
      const response = await fetch(`${emulator.endpoint}${path}`, {
        method,
        headers: { ...signedHeaders(service, emulator), "content-type": type },
        body,
      });
      const text = await response.text();
      expect(response.ok, text).to.equal(true);
      return text;
    };
    api = await createApi(
      emulator,
      { type: "MOCK", requestTemplates: { "application/json": '{"statusCode":200}' } },
      { 200: { responseTemplates: { "application/json": "$input.params('Roll')" } } },
      "GET",
    );
    const region = `<CreateBucketConfiguration><LocationConstraint>${emulator.region}</LocationConstraint></CreateBucketConfiguration>`;
    await put("s3", "PUT", "/pages-test", region);
    await put("s3", "PUT", "/pages-test/index.html", "<h1>Students</h1>", "text/html");
    const Statement = [
      { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::pages-test/*" },
    ];
    await put(
      "s3",
      "PUT",
      "/pages-test?policy",
      JSON.stringify({ Version: "2012-10-17", Statement }),
      "application/json",
    );
    const config = JSON.stringify({ api: `https://${api.apiId}.execute-api.eu-west-1.amazonaws.com/Dev` });
    await put("s3", "PUT", "/pages-test/config.json", config, "application/json");
    const policy = await put("cloudfront", "POST", "/2020-05-31/response-headers-policy", POLICY);
    await put("cloudfront", "POST", "/2020-05-31/distribution", distribution(/<Id>([^<]+)<\/Id>/.exec(policy)![1]!));
    // What is deployed is remembered for two seconds.
    await new Promise((resolve) => setTimeout(resolve, 2100));
  });

  it("serves the pages through the distribution, with its headers, and names no address on AWS", async () => {
    const page = await fetch(`${emulator.forwardUrl}/`);
    expect([page.status, await page.text()]).to.deep.equal([200, "<h1>Students</h1>"]);
    expect(page.headers.get("x-frame-options")).to.equal("DENY");
    expect(page.headers.get("content-security-policy")).to.equal(`connect-src ${emulator.forwardUrl}`);
    const config = (await (await fetch(`${emulator.forwardUrl}/config.json`)).json()) as { api: string };
    expect(config.api).to.equal(`${emulator.forwardUrl}/_aws/execute-api/${api.apiId}/Dev`);
    expect(await (await fetch(`${config.api}/add?Roll=8`)).text()).to.equal("8");
  });

  it("serves the API's paths beside the pages", async () => {
    const answer = await fetch(`${emulator.forwardUrl}/add?Roll=7`);
    expect([answer.status, await answer.text()]).to.deep.equal([200, "7"]);
    expect((await fetch(`${emulator.forwardUrl}/add`, { method: "DELETE" })).status).to.equal(403);
  });

  it("serves the hosted login", async () => {
    const answer = await fetch(`${emulator.forwardUrl}/oauth2/authorize?response_type=code&client_id=none`);
    expect(await answer.text()).to.contain("invalid_client");
  });

  it("is on both addresses of localhost", async () => {
    const { port } = new URL(emulator.forwardUrl);
    for (const host of ["127.0.0.1", "[::1]"]) expect((await fetch(`http://${host}:${port}/`)).status).to.equal(200);
  });
});
