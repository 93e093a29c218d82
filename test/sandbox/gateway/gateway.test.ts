import * as http from "node:http";
import * as net from "node:net";
import { expect } from "chai";
import type { Emulator } from "../../../sandbox/emulator/emulator";
import { signedHeaders } from "../../../sandbox/emulator/signed-headers";
import { apiGateway, createApi } from "../emulator/create-api";
import { runningEmulator } from "../emulator/running-emulator";

describe("gateway", function () {
  this.timeout(180_000);
  let emulator: Emulator;
  before(async () => (emulator = await runningEmulator()));

  const call = async (service: string, target: string, body: object, accountId = emulator.accountId) => {
    const response = await fetch(emulator.endpoint, {
      method: "POST",
      headers: {
        ...signedHeaders(service, { accountId, region: emulator.region }),
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": target,
      },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: JSON.parse((await response.text()) || "{}") as Record<string, any> };
  };

  it("keeps accounts apart on moto, too", async () => {
    const create = { Name: "list", Scope: "REGIONAL", IPAddressVersion: "IPV4", Addresses: [] };
    const { body } = await call("wafv2", "AWSWAF_20190729.CreateIPSet", create, "222222222222");
    expect(body["Summary"].ARN).to.contain(":222222222222:");
    const mine = await call("wafv2", "AWSWAF_20190729.ListIPSets", { Scope: "REGIONAL" });
    expect(mine.body["IPSets"]).to.deep.equal([]);
  });

  it("turns what moto does not implement into a refusal that nobody repeats", async () => {
    const { status, body } = await call("wafv2", "AWSWAF_20190729.DescribeAllManagedProducts", {});
    expect(status).to.equal(400);
    expect(body["message"]).to.contain("DescribeAllManagedProducts");
  });

  it("keeps the tags of scalable targets", async () => {
    const target = "AnyScaleFrontendService";
    const registered = await call("application-autoscaling", `${target}.RegisterScalableTarget`, {
      ServiceNamespace: "dynamodb",
      ResourceId: "table/Tagged",
      ScalableDimension: "dynamodb:table:ReadCapacityUnits",
      MinCapacity: 1,
      MaxCapacity: 2,
      Tags: { owner: "team" },
    });
    const ResourceARN = registered.body["ScalableTargetARN"] as string;
    await call("application-autoscaling", `${target}.TagResource`, { ResourceARN, Tags: { more: "x" } });
    await call("application-autoscaling", `${target}.UntagResource`, { ResourceARN, TagKeys: ["owner"] });
    const listed = await call("application-autoscaling", `${target}.ListTagsForResource`, { ResourceARN });
    expect(listed.body).to.deep.equal({ Tags: { more: "x" } });
  });

  it("does API Gateway's updates with their types", async () => {
    const { apiId, method } = await createApi(
      emulator,
      { type: "MOCK" },
      { 200: { responseTemplates: { "application/json": "a" } } },
    );
    const patch = (path: string, ...patchOperations: object[]) =>
      apiGateway(emulator, "PATCH", path, { patchOperations });
    const template = { op: "replace", path: "/responseTemplates/application~1json", value: "b" };
    expect((await patch(`${method}/integration/responses/200`, template)).responseTemplates).to.deep.equal({
      "application/json": "b",
    });
    const header = { op: "add", path: "/responseParameters/method.response.header.X", value: "true" };
    expect((await patch(`${method}/responses/200`, header)).responseParameters).to.deep.equal({
      "method.response.header.X": true,
    });
    const timeout = { op: "replace", path: "/timeoutInMillis", value: "5000" };
    expect((await patch(`${method}/integration`, timeout)).timeoutInMillis).to.equal(5000);
    const read = await apiGateway(emulator, "GET", `${method}/integration`);
    expect(read.integrationResponses["200"].responseTemplates).to.deep.equal({ "application/json": "b" });

    const plan = await apiGateway(emulator, "POST", "/usageplans", { name: "plan" });
    const stage = { op: "add", path: "/apiStages", value: `${apiId}:Dev` };
    const rate = { op: "replace", path: "/throttle/rateLimit", value: "7" };
    const changed = await patch(`/usageplans/${plan.id}`, stage, rate);
    expect(changed.apiStages).to.deep.equal([{ apiId, stage: "Dev" }]);
    expect(changed.throttle).to.deep.equal({ rateLimit: 7 });
  });

  it("switches an API key off", async () => {
    const { apiId, method, url } = await createApi(
      emulator,
      { type: "MOCK", requestTemplates: { "application/json": '{"statusCode":200}' } },
      { 200: {} },
    );
    await apiGateway(emulator, "PATCH", method, {
      patchOperations: [{ op: "replace", path: "/apiKeyRequired", value: "true" }],
    });
    const key = await apiGateway(emulator, "POST", "/apikeys", { name: "k", value: "k".repeat(32), enabled: true });
    const plan = await apiGateway(emulator, "POST", "/usageplans", { apiStages: [{ apiId, stage: "Dev" }] });
    await apiGateway(emulator, "POST", `/usageplans/${plan.id}/keys`, { keyId: key.id, keyType: "API_KEY" });
    const ask = async () => (await fetch(`${url}/add`, { method: "POST", headers: { "x-api-key": key.value } })).status;
    expect(await ask()).to.equal(200);
    await apiGateway(emulator, "PATCH", `/apikeys/${key.id}`, {
      patchOperations: [{ op: "replace", path: "/enabled", value: "false" }],
    });
    expect(await ask()).to.equal(403);
  });

  it("refuses, as a proxy, whatever would leave the machine", async () => {
    const { port } = new URL(emulator.endpoint);
    const plain = await new Promise<number>((resolve, reject) => {
      http
        .get({ host: "127.0.0.1", port, path: "http://dynamodb.eu-west-1.amazonaws.com/" }, (answer) => {
          answer.resume();
          resolve(answer.statusCode!);
        })
        .on("error", reject);
    });
    const tunnel = await new Promise<number>((resolve, reject) => {
      http
        .request({ host: "127.0.0.1", port, method: "CONNECT", path: "sts.amazonaws.com:443" })
        .on("connect", (answer) => resolve(answer.statusCode!))
        .on("error", reject)
        .end();
    });
    expect([plain, tunnel]).to.deep.equal([403, 403]);
  });

  it("survives a caller that resets a refused connection", async () => {
    const { port } = new URL(emulator.endpoint);
    for (let tries = 0; tries < 20; tries++) {
      await new Promise<void>((resolve) => {
        const socket = net.connect(Number(port), "127.0.0.1", () => {
          socket.write("CONNECT sts.amazonaws.com:443 HTTP/1.1\r\nHost: sts.amazonaws.com:443\r\n\r\nmore", () => {
            socket.resetAndDestroy();
            resolve();
          });
        });
      });
    }
    expect((await fetch(`${emulator.endpoint}/_sandbox/health`)).status).to.equal(200);
  });

  it("blocks public access of an account by the name that S3 Control gets", async () => {
    const { port } = new URL(emulator.endpoint);
    const status = await new Promise<number>((resolve, reject) => {
      http
        .request(
          {
            host: "127.0.0.1",
            port,
            method: "PUT",
            path: `http://${emulator.accountId}.s3-control.sandbox/v20180820/configuration/publicAccessBlock`,
            headers: {
              ...signedHeaders("s3", emulator),
              host: `${emulator.accountId}.s3-control.sandbox`,
              "x-amz-account-id": emulator.accountId,
            },
          },
          (answer) => {
            answer.resume();
            resolve(answer.statusCode!);
          },
        )
        .on("error", reject)
        .end(
          '<PublicAccessBlockConfiguration xmlns="http://awss3control.amazonaws.com/doc/2018-08-20/"><BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls><BlockPublicPolicy>true</BlockPublicPolicy><RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>',
        );
    });
    expect(status).to.be.within(200, 201);
  });
});
