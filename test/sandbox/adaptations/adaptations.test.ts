import * as fs from "node:fs";
import * as path from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { listAdaptations, type AdaptedTo } from "../../../sandbox/adaptations";
import { endpointServices } from "../../../sandbox/adaptations/endpoint-services";
import { missingCapabilities } from "../../../sandbox/capabilities";
import { capabilitiesTable } from "../../../sandbox/capabilities-table";

const root = path.resolve(__dirname, "../../..");
/** How the engine knows a secret. */
const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
const emulator = { endpoint: "http://127.0.0.1:4566", accountId: "111122223333" };

/** Runs every adaptation over a resource, as the engine does. */
async function adapt(type: string, props: Record<string, unknown>, opts: object = {}, adaptedTo: AdaptedTo = emulator) {
  let result = { props, opts } as { props: any; opts: any };
  for (const { transform } of listAdaptations(adaptedTo)) {
    const args = { custom: true, type, name: "thing", ...result } as pulumi.ResourceTransformArgs;
    result = { ...result, ...(await transform(args)) };
  }
  return result;
}

describe("adaptations", () => {
  it("point a provider at the gateway, in the account that it may use", async () => {
    const { props } = await adapt("pulumi:providers:aws", {
      region: "eu-west-1",
      allowedAccountIds: '["999988887777"]',
      assumeRoles: '[{"roleArn":"x"}]',
      profile: "work",
    });
    expect(props).to.include({ region: "eu-west-1", allowedAccountIds: '["999988887777"]' });
    expect(props.accessKey).to.deep.equal({ ...SECRET, value: "999988887777" });
    expect(props).to.not.have.any.keys("assumeRoles", "profile");
    const [endpoints] = JSON.parse(props.endpoints) as [Record<string, string>];
    expect(endpoints["dynamodb"]).to.equal(emulator.endpoint);
    expect(endpoints["s3control"]).to.equal("http://s3-control.sandbox");
  });

  it("give a provider without accounts the sandbox's", async () => {
    expect((await adapt("pulumi:providers:aws", {})).props.accessKey.value).to.equal("111122223333");
  });

  it("let a provider assume its role, from the account of who deploys, where there are several", async () => {
    const assumeRoles = '[{"roleArn":"x"}]';
    const given = { allowedAccountIds: '["999988887777"]', assumeRoles, profile: "work" };
    const { props } = await adapt("pulumi:providers:aws", given, {}, { ...emulator, caller: "444455556666" });
    expect(props).to.include({ assumeRoles, allowedAccountIds: '["999988887777"]' });
    expect(props.accessKey).to.deep.equal({ ...SECRET, value: "444455556666" });
    expect(props).to.not.have.any.keys("profile");
  });

  it("name services that the provider knows", () => {
    const file = path.join(path.dirname(require.resolve("@pulumi/aws/package.json")), "types", "input.d.ts");
    const declaration = /export interface ProviderEndpoint \{(.*?)\n\}/s.exec(fs.readFileSync(file, "utf8"))![1]!;
    const known = [...declaration.matchAll(/^ {4}(\w+)\?:/gm)].map((match) => match[1]);
    expect(endpointServices.filter((service) => !known.includes(service))).to.deep.equal([]);
  });

  it("give an API key the same value each time, and keep one that it has", async () => {
    const type = "aws:apigateway/apiKey:ApiKey";
    const first = (await adapt(type, { name: "web" })).props.value;
    expect(first).to.match(/^[0-9a-f]{40}$/);
    expect((await adapt(type, { name: "web" })).props.value).to.equal(first);
    expect((await adapt(type, { value: "mine" })).props.value).to.equal("mine");
    // The emulator finds a key by its value alone, whichever account it is in.
    const elsewhere = await adapt(type, { name: "web" }, {}, { ...emulator, accountId: "444455556666" });
    expect(elsewhere.props.value).not.to.equal(first);
  });

  it("leave protection and retention as they are, so that the pack judges them and a removal does as on AWS", async () => {
    for (const [type, props] of [
      ["aws:dynamodb/table:Table", { deletionProtectionEnabled: true }],
      ["aws:cognito/userPool:UserPool", { deletionProtection: "ACTIVE" }],
      ["aws:s3/bucket:Bucket", { forceDestroy: false }],
      ["aws:rds/cluster:Cluster", { deletionProtection: true, skipFinalSnapshot: false }],
    ] as const) {
      const adapted = await adapt(type, props, { protect: true, retainOnDelete: true });
      expect(adapted.props, type).to.deep.equal(props);
      expect([adapted.opts.protect, adapted.opts.retainOnDelete], type).to.deep.equal([true, true]);
    }
  });

  it("look for no change of what moto does not tell of a deployment group", async () => {
    const type = "aws:codedeploy/deploymentGroup:DeploymentGroup";
    const props = { alarmConfiguration: { enabled: true } };
    const adapted = await adapt(type, props, { ignoreChanges: ["tags"] });
    expect(adapted.props).to.deep.equal(props);
    expect(adapted.opts.ignoreChanges).to.deep.equal(["tags", "loadBalancerInfo"]);
  });

  it("name tests that exist", () => {
    for (const { coveredBy } of listAdaptations(emulator)) {
      expect(fs.existsSync(path.join(root, coveredBy)), coveredBy).to.equal(true);
    }
  });

  it("leave other resources as they are", async () => {
    const props = { name: "x" };
    expect((await adapt("aws:sqs/queue:Queue", props)).props).to.equal(props);
  });
});

describe("capabilities", () => {
  it("name each type once, with a reason, and are in the table", () => {
    const types = missingCapabilities.map(({ type }) => type);
    expect(new Set(types).size).to.equal(types.length);
    const table = capabilitiesTable();
    for (const { type, reason } of missingCapabilities) expect(table).to.contain(`| \`${type}\` | ${reason} |`);
    for (const { change } of listAdaptations(emulator)) expect(table).to.contain(change);
  });

  it("name types that @pulumi/aws has", () => {
    for (const { type } of missingCapabilities) {
      const [, module, file] = /^aws:([^/]+)\/([^:]+):/.exec(type)!;
      const declaration = path.join(root, "node_modules/@pulumi/aws", module!, `${file}.d.ts`);
      expect(fs.existsSync(declaration), type).to.equal(true);
    }
  });
});
