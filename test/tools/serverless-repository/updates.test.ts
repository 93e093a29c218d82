import { expect } from "chai";
import { KeyedApi, type KeyedApiArgs } from "../../../components/api/keyed-api";
import { Key } from "../../../components/encryption/key";
import type { Template } from "../../../tools/serverless-repository/template";
import { lint, make } from "./support/made";

describe("a new version of the published application", function () {
  this.timeout(180_000);
  const program =
    (args: Partial<KeyedApiArgs> = {}) =>
    () => {
      const key = new Key("keyed-api-key", { description: "Data of the keyed API", services: ["logs"] });
      const entry = "functions/keyed/ping.ts";
      new KeyedApi("keyed", { description: "An API.", key, entry, path: "/ping", clients: ["first"], ...args });
    };
  const deploymentOf = ({ Resources }: Template) => {
    const found = Object.entries(Resources).filter(([, { Type }]) => Type === "AWS::ApiGateway::Deployment");
    expect(found).to.have.lengthOf(1);
    return found[0]!;
  };
  const versionOf = ({ Resources }: Template) =>
    Resources["KeyedFunctionFunction"]!.Properties["AutoPublishCodeSha256"] as string;
  let first: Template;
  before(async () => (first = await make(program())));

  it("deploys another API under another id, to which the stage points, and the same under the same", async () => {
    const [id] = deploymentOf(first);
    expect(id).to.match(/^KeyedApiDeployment[0-9a-f]{10}$/);
    expect(first.Resources["KeyedApiStage"]!.Properties["DeploymentId"]).to.deep.equal({ Ref: id });
    expect(deploymentOf(await make(program()))[0]).to.equal(id);
    const ids = [id];
    // The path, who may call, and what the gateway checks.
    for (const args of [{ path: "/pong" }, { authorization: { kind: "none", reason: "a test" } }, { method: "DELETE" }])
      ids.push(deploymentOf(await make(program(args as Partial<KeyedApiArgs>)))[0]);
    expect(new Set(ids).size).to.equal(4);
    const changed = await make(program({ path: "/pong" }));
    expect(changed.Resources["KeyedApiStage"]!.Properties["DeploymentId"]).to.deep.equal({
      Ref: deploymentOf(changed)[0],
    });
    expect(await lint(changed)).to.equal("");
  });

  it("leaves the deployment alone where only the function, the stage or the plan changes", async () => {
    const [id] = deploymentOf(first);
    for (const args of [{ timeoutSeconds: 5 }, { clients: ["first", "second"] }, { logRetentionDays: 7 }])
      expect(deploymentOf(await make(program(args)))[0]).to.equal(id);
  });

  it("deploys when every method and answer of the gateway is there, and the stage when it can be called and can log", () => {
    const { Resources } = first;
    const frozen = Object.entries(Resources)
      .filter(([, { Type }]) => /Gateway::(Method|GatewayResponse|RequestValidator|Resource)$/.test(Type))
      .map(([name]) => name);
    expect(frozen).to.include.members(["KeyedApiGetPing", "KeyedApiDefault4xx", "KeyedApiAccessDenied"]);
    expect(deploymentOf(first)[1].DependsOn).to.include.members(frozen);
    expect(Resources["KeyedApiStage"]!.DependsOn).to.deep.equal([
      "KeyedApiExecutionLogs",
      "KeyedFunctionKeyedApiGetPing",
    ]);
    expect(Resources["KeyedFunctionFunction"]!.DependsOn).to.deep.equal([
      "KeyedFunctionDecryptEnvironment",
      "KeyedFunctionSendTraces",
      "KeyedFunctionWriteLogs",
    ]);
  });

  it("moves the function's alias when a setting or the code changes", async () => {
    const versions = [versionOf(first)];
    for (const args of [{ timeoutSeconds: 5 }, { environment: { MODE: "b" } }, { entry: "functions/students/add.ts" }])
      versions.push(versionOf(await make(program(args))));
    expect(new Set(versions).size).to.equal(4);
    for (const version of versions) expect(version).to.match(/^[0-9a-f]{64}$/);
  });

  it("leaves the alias where it is when neither did, wherever the repository keeps the code: Lambda refuses the same again", async () => {
    expect(versionOf(await make(program(), { bucket: "other", key: "other.zip" }))).to.equal(versionOf(first));
    for (const args of [{ reservedConcurrency: 5 }, { path: "/pong" }])
      expect(versionOf(await make(program(args)))).to.equal(versionOf(first));
  });
});
