import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { refuses } from "../../../policies/violation";
import { runPack } from "../../../policies/run-in-process";
import { loadConfiguration } from "../../../stacks/config";
import { readStackFile } from "../../../stacks/config/stack-values";
import type { SystemName } from "../../../stacks/config/systems-schema";
import { build } from "../../../stacks/program";
import { systems } from "../../../stacks/systems";
import { runStack } from "../../../tools/plan/run-stack";
import { temporaryFolder } from "../../tools/platform/support/simulated";
import { platformYaml } from "../config/fixture";

/** Options that have no default. */
const wanted: Partial<Record<SystemName, object>> = {
  events: { webService: { url: "https://partner.acme.io" } },
  containers: { digest: `sha256:${"5e".repeat(32)}` },
  delivery: { repository: "acme/platform", test: { stack: "dev", account: "dev" } },
};

/** What nobody has a stack of yet, so that nothing may go by its name. */
const destroyed = { "platform:production": false, "platform:removal": "destroy" };
const all = systems.map(({ name }) => name);

/** A system with all that it needs, in the order in which they are met. A release needs functions to release. */
function withNeeds(name: SystemName): SystemName[] {
  const { needs = name === "release" ? ["intake" as const] : [] } = systems.find((each) => each.name === name)!;
  return [...new Set([name, ...needs.flatMap(withNeeds)])];
}

describe("a stack of a new name", function () {
  // Bundling takes long on a busy machine.
  this.timeout(300_000);
  const { folder, remove } = temporaryFolder();
  after(remove);

  /** Plans a stack and judges it, as `npm run plan` does. */
  async function plan(stack: string, names: readonly SystemName[], more: object = destroyed) {
    const account = `  ${stack}: { id: "333344445555", email: aws+new@acme.io, region: eu-west-1 }`;
    const accounts = platformYaml.includes(`  ${stack}:`)
      ? platformYaml
      : platformYaml.replace("accounts:", `accounts:\n${account}`);
    fs.writeFileSync(path.join(folder, "platform.config.yaml"), accounts);
    const config = {
      "pulumi:disable-default-providers": ["aws"],
      "platform:kind": "workload",
      "platform:account": stack,
      "platform:domain": `${stack}.acme.io`,
      "platform:allowedOrigins": ["https://pages.acme.io"],
      "platform:systems": Object.fromEntries(names.map((name) => [name, wanted[name] ?? {}])),
      ...more,
    };
    // YAML takes JSON.
    fs.writeFileSync(path.join(folder, `Pulumi.${stack}.yaml`), JSON.stringify({ config }));
    const { values } = readStackFile(folder, stack);
    const result = await runStack({
      stack,
      root: folder,
      program: () => Promise.resolve(build(loadConfiguration({ stack, values, root: folder }))),
      judge: (resources, context) => runPack(resources, { environment: stack, config: context.config }),
    });
    return { ...result, open: result.violations.filter(({ excepted }) => !excepted) };
  }

  for (const name of all.filter((each) => each !== "web")) {
    const names = withNeeds(name);
    it(`can be planned with ${names.join(", ")} alone, and nothing in it is refused`, async () => {
      const { open, problems } = await plan("staging", names);
      expect(open).to.deep.equal([]);
      expect(problems).to.deep.equal([]);
    });
  }

  it("can be planned with every system, and needs every exception that names no stack", async () => {
    const backups = {
      name: "short-backups",
      reason: "It can be made again.",
      owner: "platform",
      expires: "2099-01-01",
    };
    const short = { ...destroyed, "platform:backupRetentionDays": 1, "platform:exceptions": [backups] };
    const { open, problems, violations } = await plan("staging", all, short);
    expect(open).to.deep.equal([]);
    expect(problems).to.deep.equal([]);
    const excepted = new Set(violations.filter((each) => each.excepted).map(({ rule }) => rule));
    expect([...excepted]).to.include.members([
      "alb-deletion-protection",
      "dynamodb-deletion-protection",
      "rds-backup-retention",
      "s3-kms-encryption",
    ]);
  });

  it("is refused where prod is, if it is production", async () => {
    const judged = async (stack: string) => {
      const { resources, violations } = await plan(stack, all, {});
      expect(violations.filter(refuses)).to.deep.equal([]);
      // The same program as it were with less care.
      const careless = resources.map((resource) => ({
        ...resource,
        inputs: {
          ...resource.inputs,
          deletionProtectionEnabled: false,
          enableDeletionProtection: false,
          backupRetentionPeriod: 1,
          xrayTracingEnabled: false,
        },
      }));
      const config = { "platform:kind": "workload", "platform:removal": "destroy" };
      return runPack(careless, { environment: stack, config })
        .filter(refuses)
        .map(({ rule, urn }) => `${rule} ${urn?.replace(`urn:pulumi:${stack}::`, "")}`);
    };
    const [prod, live] = [await judged("prod"), await judged("live")];
    expect(live).to.deep.equal(prod);
    for (const rule of [
      "alb-deletion-protection",
      "dynamodb-deletion-protection",
      "rds-backup-retention",
      "apigw-xray",
    ])
      expect(
        live.some((each) => each.startsWith(rule)),
        rule,
      ).to.equal(true);
  });
});
