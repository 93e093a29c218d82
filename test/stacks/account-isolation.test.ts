import { expect } from "chai";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { parseDocument } from "yaml";
import { loadConfiguration, repositoryRoot } from "../../stacks/config";
import type { EnvironmentDomain } from "../../stacks/config/environment";
import { namespace, readStackFile } from "../../stacks/config/stack-values";
import { build } from "../../stacks/program";
import { isProvider, providerUrnOf } from "../../tools/plan/make-plan";
import type { RecordedResource } from "../../tools/plan/recorded-resource";
import { recordProgram } from "../../tools/plan/program-recorder";
import { referencedOutputs } from "../../tools/plan/referenced-outputs";
import { stackNames } from "../../tools/plan/stack-names";

/** What a shell that is signed in to another account has in its environment. */
const foreignShell = {
  AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
  AWS_SECRET_ACCESS_KEY: "of-another-account",
  AWS_SESSION_TOKEN: "of-another-account",
  AWS_PROFILE: "another-account",
  AWS_REGION: "ap-south-1",
  AWS_DEFAULT_REGION: "ap-south-1",
};

describe("every stack", function () {
  // Bundling a workload's functions takes long on a busy machine.
  this.timeout(120_000);
  let root: string;
  before(() => {
    root = mkdtempSync(path.join(tmpdir(), "platform-accounts-"));
    // Ids that nobody has filled in are all the same placeholder, which would hide a mistake.
    const document = parseDocument(readFileSync(path.join(repositoryRoot, "platform.config.yaml"), "utf8"));
    const { accounts } = document.toJS() as { accounts: Record<string, { local?: boolean }> };
    const real = Object.keys(accounts).filter((name) => !accounts[name]!.local);
    expect(real).to.have.length.above(1);
    real.forEach((name, index) => document.setIn(["accounts", name, "id"], String(100_000_000_001 + index)));
    writeFileSync(path.join(root, "platform.config.yaml"), document.toString());
  });
  after(() => rmSync(root, { recursive: true }));

  async function resourcesOf(
    stack: string,
  ): Promise<{ accountId: string; domain: EnvironmentDomain | undefined; resources: RecordedResource[] }> {
    const { values } = readStackFile(repositoryRoot, stack);
    const configuration = loadConfiguration({ stack, values, root });
    const { environment } = configuration;
    const { account } = environment;
    const { resources } = await recordProgram(() => build(configuration), {
      stack,
      project: namespace,
      config: values,
      preview: true,
      assumeOutputs: true,
      // Another account's: what does not come from the resource's own provider would show.
      identity: { accountId: "999999999999", region: "ap-south-1" },
      outputs: (type) => (type === "pulumi:pulumi:StackReference" ? referencedOutputs(configuration) : undefined),
    });
    return {
      accountId: account.id,
      domain: environment.kind === "workload" ? environment.domain : undefined,
      resources,
    };
  }

  for (const stack of stackNames(repositoryRoot)) {
    it(`reaches its own account and no other: ${stack}`, async () => {
      const { accountId, domain, resources } = await resourcesOf(stack);
      const providers = new Map(resources.filter(isProvider).map((provider) => [provider.urn, provider.inputs]));
      const made = resources.filter(({ custom, type }) => custom && type.startsWith("aws:"));
      const entered = made.filter(({ urn }) => urn.includes("platform:names:ZoneDelegation$"));
      for (const { inputs, urn } of entered) {
        // One of two things in another account: who answers for the stack's own zone.
        expect(inputs, urn).to.include({ type: "NS", name: domain!.name });
        const { assumeRoles, allowedAccountIds } = providers.get(providerUrnOf(entered[0]!)!)!;
        expect(JSON.parse(allowedAccountIds as string)).to.deep.equal([domain!.parent!.accountId]);
        expect(JSON.parse(assumeRoles as string)).to.deep.equal([
          {
            roleArn: `arn:aws:iam::${domain!.parent!.accountId}:role/platform-names-${String(inputs["name"])}`,
            sessionName: `platform-${stack}`,
          },
        ]);
      }
      expect(entered.length).to.equal(domain?.parent ? 1 : 0);
      const detection = made.filter(({ urn }) => urn.split("::").at(-1)!.startsWith("detection-security-"));
      for (const resource of detection) {
        // The other: what has to be on in the account that is to administer, which this stack has made.
        const { assumeRoles, allowedAccountIds } = providers.get(providerUrnOf(resource)!)!;
        const [id, ...more] = JSON.parse(allowedAccountIds as string) as string[];
        expect(more).to.deep.equal([]);
        const [{ roleArn }] = JSON.parse(assumeRoles as string) as [{ roleArn: string }];
        expect(roleArn.split(":role/")[0]!.split(":").at(-1)).to.equal(id).and.not.equal(accountId);
      }
      expect([...new Set(detection.map(({ type }) => type))]).to.deep.equal(
        stack === "management" ? ["aws:guardduty/detector:Detector", "aws:securityhub/account:Account"] : [],
      );
      const elsewhere = [...entered, ...detection];
      for (const resource of made.filter((each) => !elsewhere.includes(each))) {
        const provider = providers.get(providerUrnOf(resource) ?? "");
        expect(provider, `provider of ${resource.urn}`).to.not.equal(undefined);
        expect(JSON.parse(provider!["allowedAccountIds"] as string), resource.urn).to.deep.equal([accountId]);
      }
      for (const [urn, inputs] of providers) {
        expect(inputs, urn).to.not.have.any.keys("profile", "accessKey", "secretKey", "token", "forbiddenAccountIds");
        // The provider asks AWS whose credentials it has, and compares.
        expect(inputs["skipCredentialsValidation"], urn).to.equal("false");
        expect(inputs["skipRequestingAccountId"], urn).to.not.equal("true");
      }
      expect(JSON.stringify(made.map(({ inputs }) => inputs))).to.not.contain("999999999999");
    });
  }

  it("is the same in a shell that is signed in to another account", async () => {
    const providersOf = async () =>
      (await resourcesOf("management")).resources.filter(isProvider).map(({ inputs }) => inputs);
    const before = await providersOf();
    const kept = { ...process.env };
    Object.assign(process.env, foreignShell);
    try {
      expect(await providersOf()).to.deep.equal(before);
    } finally {
      for (const name of Object.keys(foreignShell)) {
        if (kept[name] === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = kept[name];
      }
    }
  });
});
