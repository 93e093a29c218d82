import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { AccountProviders } from "../../../stacks/accounts";
import type { RecordedResource } from "../../../tools/plan/recorded-resource";
import { platformYaml } from "../../stacks/config/fixture";

/** A stack's file with nothing wrong. */
export const devYaml = `config:
  pulumi:disable-default-providers: ["aws"]
  platform:kind: workload
  platform:account: dev
  platform:production: false
  platform:domain: { zone: main, prefix: dev }
  platform:systems: { students: {} }
`;

/** A folder with both configuration files; `remove` deletes it. */
export function makeRoot(platform = platformYaml, dev = devYaml): { root: string; remove(): void } {
  const root = mkdtempSync(path.join(tmpdir(), "platform-plan-"));
  writeFileSync(path.join(root, "platform.config.yaml"), platform);
  writeFileSync(path.join(root, "Pulumi.dev.yaml"), dev);
  return { root, remove: () => rmSync(root, { recursive: true }) };
}

class Store extends pulumi.ComponentResource {
  constructor(name: string, change: SmallProgramChange, opts: pulumi.ComponentResourceOptions) {
    super("platform:data:Store", name, {}, opts);
    const table = new aws.dynamodb.Table(
      `${name}-table`,
      { name: change.tableName ?? "Students", hashKey: "Roll", attributes: [{ name: "Roll", type: "S" }] },
      { parent: this, protect: true },
    );
    const role = new aws.iam.Role(`${name}-role`, { assumeRolePolicy: '{"Version":"2012-10-17"}' }, { parent: this });
    new aws.iam.RolePolicy(
      `${name}-policy`,
      {
        role: role.name,
        policy: pulumi.jsonStringify({
          Statement: [{ Resource: table.arn, Action: change.action ?? "dynamodb:PutItem", Effect: "Allow" }],
        }),
      },
      { parent: this },
    );
    new aws.lambda.Function(
      `${name}-function`,
      {
        name: "addStudentDetails",
        role: role.arn,
        reservedConcurrentExecutions: change.reserved ?? 20,
        sourceCodeHash: change.code ?? "one",
        code: new pulumi.asset.StringAsset(change.code ?? "one"),
        environment: { variables: { TOKEN: pulumi.secret("swordfish"), TABLE: table.name } },
        description: "first line\nsecond line",
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}

/** What a test changes in {@link smallProgram}. */
export interface SmallProgramChange {
  tableName?: string;
  action?: string;
  reserved?: number;
  code?: string;
  more?: (providers: AccountProviders) => void;
}

/** A program of a few resources in two regions of the account dev. */
export function smallProgram(change: SmallProgramChange = {}): () => Promise<void> {
  return async () => {
    const account = { name: "dev", id: "111122223333", region: "eu-west-1", regions: [] };
    const providers = new AccountProviders({ account, stack: "dev", tags: { Owner: "platform" } });
    new Store("students", change, { providers: [providers.regional] });
    new aws.sns.Topic("alarms", {}, { provider: providers.usEast1 });
    change.more?.(providers);
    await Promise.resolve();
  };
}

/** A recorded resource as a test needs it. */
export function recorded(
  type: string,
  name: string,
  inputs: Record<string, unknown>,
  provider = "p::id",
): RecordedResource {
  return {
    type,
    name,
    urn: `urn:pulumi:dev::platform::${type}::${name}`,
    custom: true,
    read: false,
    inputs,
    secretInputs: [],
    provider,
    protect: false,
    retainOnDelete: false,
    deleteBeforeReplace: false,
    ignoreChanges: [],
    additionalSecretOutputs: [],
    dependsOn: [],
    propertyDependencies: {},
    aliases: [],
  };
}
