import { expect } from "chai";
import { baseline } from "../../stacks/baseline";
import type {
  BaselineEnvironment,
  ManagementEnvironment,
  SecurityEnvironment,
} from "../../stacks/config/organization-environment";
import { management } from "../../stacks/management";
import { security } from "../../stacks/security";
import { workload } from "../../stacks/workload";
import { referencedOutputs } from "../../tools/plan/referenced-outputs";
import { statementsOf } from "../components/encryption/least-privilege";
import { record, valueOf } from "../support/record";
import { load, loadAny, organizationYaml, valuesOf } from "./config/fixture";

const ROLE = "aws:iam/role:Role";
const RECORD = "aws:route53/record:Record";

const yamlOf = (zone: string) =>
  organizationYaml.replace(
    "main: { zoneName: acme.io, zoneId: Z0123456789ABC }",
    `main: { zoneName: acme.io, environments: { dev: dev, app: prod }, ${zone} }`,
  );
const held = yamlOf("zoneId: Z0PARENT, account: audit");

function workloadOf(domain: string, yaml = held, account = "dev") {
  const { environment } = load(
    {
      "platform:account": account,
      "platform:domain": domain,
      "platform:systems": '{"keyed":{},"identity":{}}',
      "platform:allowedOrigins": '["https://pages.acme.io"]',
    },
    yaml,
  );
  return record(() => workload(environment), {
    stack: "dev",
    outputs: (type) => (type === "aws:route53/zone:Zone" ? { zoneId: "Z0OWN", nameServers: ["ns-1.org"] } : undefined),
  });
}

describe("an environment's names", function () {
  this.timeout(60_000);

  it("are in a zone of its own, which it enters in the parent as the one role for it", async () => {
    const { one, ofType, result } = await workloadOf("dev.acme.io");
    expect(one("aws:route53/zone:Zone").provider).to.contain("::dev-us-east-1::");
    const servers = one(RECORD, "names-delegation-servers");
    expect(servers.inputs).to.deep.include({
      zoneId: "Z0PARENT",
      name: "dev.acme.io",
      type: "NS",
      records: ["ns-1.org"],
    });
    expect(servers.provider).to.contain("::dev-parent-zone::");
    const provider = one("pulumi:providers:aws", "dev-parent-zone").inputs;
    expect(JSON.parse(provider["allowedAccountIds"] as string)).to.deep.equal(["555566667777"]);
    expect(JSON.parse(provider["assumeRoles"] as string)).to.deep.equal([
      { roleArn: "arn:aws:iam::555566667777:role/platform-names-dev.acme.io", sessionName: "platform-dev" },
    ]);
    for (const { inputs } of ofType(RECORD).filter(({ inputs }) => inputs["type"] !== "NS"))
      expect(inputs["zoneId"]).to.equal("Z0OWN");
    const names = (await valueOf(result["names"])) as object;
    expect(names).to.deep.equal({ name: "dev.acme.io", zoneId: "Z0OWN", nameServers: ["ns-1.org"] });
    expect(await valueOf((result["keyed"] as { url: string }).url)).to.equal("https://keyed-api.dev.acme.io");
  });

  it("come by the account's deploying role first, where it has one", async () => {
    const { one } = await workloadOf("app.acme.io", held, "prod");
    const roles = JSON.parse(one("pulumi:providers:aws", "prod-parent-zone").inputs["assumeRoles"] as string) as {
      roleArn: string;
    }[];
    expect(roles.map(({ roleArn }) => roleArn)).to.deep.equal([
      "arn:aws:iam::222233334444:role/Deployment",
      "arn:aws:iam::555566667777:role/platform-names-app.acme.io",
    ]);
  });

  it("are delegated by people where the parent is elsewhere, who are told of the servers", async () => {
    const { all, result } = await workloadOf("dev.elsewhere.io");
    expect(all.some(({ type }) => type === "platform:names:ZoneDelegation")).to.equal(false);
    expect(await valueOf(result["names"])).to.deep.include({ nameServers: ["ns-1.org"] });
  });

  it("are in a zone that is there, of which nothing is made", async () => {
    const yaml = organizationYaml;
    const { all, one } = await workloadOf('{"zone":"main","prefix":"dev"}', yaml);
    expect(all.some(({ type }) => type === "aws:route53/zone:Zone")).to.equal(false);
    expect(one(RECORD, "keyed-api-domain-record").inputs["zoneId"]).to.equal("Z0123456789ABC");
  });
});

describe("a central account's zone", function () {
  this.timeout(60_000);

  function centralOf(kind: "security" | "management", yaml: string) {
    const account = kind === "security" ? "audit" : "management";
    const configuration = loadAny(valuesOf(kind, account), yaml, kind);
    const { environment } = configuration;
    const program = () =>
      kind === "security"
        ? security(environment as SecurityEnvironment)
        : management(environment as ManagementEnvironment);
    return record(program, {
      stack: kind,
      outputs: (type) => (type === "pulumi:pulumi:StackReference" ? referencedOutputs(configuration) : undefined),
    });
  }

  it("lets each environment in by a role of its own, and is not made where it is there", async () => {
    const { ofType, result } = await centralOf("security", held);
    const roles = ofType(ROLE).filter(({ inputs }) => String(inputs["name"]).startsWith("platform-names-"));
    expect(
      roles.map(({ inputs }) => [
        inputs["name"],
        (statementsOf(inputs["assumeRolePolicy"])[0] as unknown as { Principal: { AWS: string } }).Principal.AWS,
      ]),
    ).to.deep.equal([
      ["platform-names-dev.acme.io", "arn:aws:iam::111122223333:root"],
      ["platform-names-app.acme.io", "arn:aws:iam::222233334444:root"],
    ]);
    expect(ofType("aws:route53/zone:Zone")).to.deep.equal([]);
    expect(result).to.not.have.property("names");
  });

  for (const kind of ["security", "management"] as const)
    it(`is made by the ${kind} stack, which tells its name, id and servers`, async () => {
      const account = kind === "security" ? "audit" : "management";
      const { one, result } = await centralOf(kind, yamlOf(`account: ${account}, create: true`));
      expect(one("aws:route53/zone:Zone").inputs["name"]).to.equal("acme.io");
      const names = (await valueOf(result["names"])) as Record<string, object>;
      expect(Object.keys(names)).to.deep.equal(["main"]);
      expect(names["main"]).to.deep.include({ name: "acme.io" }).and.to.have.keys("name", "zoneId", "nameServers");
      const policy = statementsOf(one("aws:iam/rolePolicy:RolePolicy", "names-main-dev-policy").inputs["policy"]);
      expect(policy[0]).to.deep.include({ Resource: "arn:aws:route53:::hostedzone/names-main-zone-id" });
    });

  it("can be reached by the roles that deploy the environment, and by no other of it", async () => {
    const yaml = `${held}deployment: { githubRepository: acme/platform, pipeline: { account: prod, targets: [dev] } }\n`;
    const configuration = loadAny(valuesOf("baseline", "dev"), yaml, "baseline-dev");
    const { ofType } = await record(() => baseline(configuration.environment as BaselineEnvironment), {
      stack: "baseline-dev",
      outputs: (type) => (type === "pulumi:pulumi:StackReference" ? referencedOutputs(configuration) : undefined),
    });
    const role = "arn:aws:iam::555566667777:role/platform-names-dev.acme.io";
    const naming = [...ofType("aws:iam/policy:Policy"), ...ofType("aws:iam/rolePolicy:RolePolicy")].filter(
      ({ inputs }) => JSON.stringify(inputs["policy"]).includes("platform-names-"),
    );
    expect(naming.map(({ name }) => name)).to.have.members([
      naming.find(({ name }) => name.startsWith("github-deploy-"))!.name,
      "github-review-assume",
      "pipeline-deploy-assume",
      "pipeline-plan-assume",
    ]);
    for (const { inputs } of naming)
      expect(JSON.stringify(inputs["policy"])).to.contain(role).and.to.not.contain("app.acme.io");
  });
});
