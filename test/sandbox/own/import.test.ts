import {
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  EnablePolicyTypeCommand,
  ListRootsCommand,
  MoveAccountCommand,
  OrganizationsClient,
} from "@aws-sdk/client-organizations";
import { STSClient } from "@aws-sdk/client-sts";
import type { ImportResource } from "@pulumi/pulumi/automation/stack";
import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { PassThrough } from "node:stream";
import { loadConfiguration, platformFileName } from "../../../stacks/config";
import { readStackFile } from "../../../stacks/config/stack-values";
import { build } from "../../../stacks/program";
import { importCommand } from "../../../tools/import/import-command";
import { OwnStacks, root } from "../../support/own-stacks";

/** An account in which nothing else is, another one each time: nobody leaves an organisation here. */
const MANAGEMENT = `4${String(Date.now()).slice(-11)}`;
/** For an engine that was built without one. */
const languageHost = path.join(root, "test/support/language-host");

/**
 * What `npm run import` says to do next, done with the real engine: an organisation that is there is in the state afterwards, and
 * the program agrees with it.
 */
describe("an organisation that is there, imported", function () {
  // Minutes at most, and many where others share the processor; only what hangs takes this long.
  this.timeout(1_200_000);
  let own: OwnStacks;
  let repository: string;
  let clients: { organizations: OrganizationsClient; sts: STSClient };

  before(async () => {
    own = await OwnStacks.create();
    const options = {
      endpoint: own.emulator.endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: MANAGEMENT, secretAccessKey: "sandbox" },
    };
    clients = { organizations: new OrganizationsClient(options), sts: new STSClient(options) };
    repository = fs.mkdtempSync(path.join(os.tmpdir(), "platform-import-"));
    fs.copyFileSync(path.join(root, platformFileName), path.join(repository, platformFileName));
    await makeOrganization();
  });
  after(() => {
    own?.remove();
    fs.rmSync(repository, { recursive: true, force: true });
  });

  /** As somebody made it by hand: other names than the configuration's, one unit in another. */
  async function makeOrganization(): Promise<void> {
    const { organizations } = clients;
    await organizations.send(new CreateOrganizationCommand({ FeatureSet: "ALL" }));
    const { Id: rootId } = (await organizations.send(new ListRootsCommand({}))).Roots![0]!;
    const unit = async (Name: string, ParentId: string) =>
      (await organizations.send(new CreateOrganizationalUnitCommand({ Name, ParentId }))).OrganizationalUnit!.Id!;
    await organizations.send(new EnablePolicyTypeCommand({ RootId: rootId, PolicyType: "SERVICE_CONTROL_POLICY" }));
    const security = await unit("Security", rootId!);
    const workloads = await unit("Workloads", rootId!);
    const production = await unit("Production", workloads);
    for (const [AccountName, Email, to] of [
      ["Audit", "aws+security@example.org", security],
      ["Shop (live)", "shop@example.org", production],
    ] as const) {
      const { CreateAccountStatus: status } = await organizations.send(
        new CreateAccountCommand({ AccountName, Email }),
      );
      await organizations.send(
        new MoveAccountCommand({ AccountId: status!.AccountId!, SourceParentId: rootId!, DestinationParentId: to }),
      );
    }
  }

  it("is taken over, needs the platform's tags and services, and then no change", async () => {
    const output = new PassThrough();
    const error = new PassThrough();
    const code = await importCommand(["--force"], { root: repository, output, error, clients: () => clients });
    expect(code, String(error.read())).to.equal(0);
    const said = String(output.read());
    const { resources, nameTable } = JSON.parse(
      fs.readFileSync(path.join(repository, "pulumi-import.json"), "utf8"),
    ) as { resources: ImportResource[]; nameTable: Record<string, string> };
    const urn = nameTable["management"]!;
    expect(said).to.contain(`pulumi up --stack management --target '${urn}'`);

    const { values } = readStackFile(root, "management");
    const configuration = loadConfiguration({ stack: "management", values, root: repository });
    const quiet = { suppressProgress: true, onOutput: () => undefined };
    const stack = await own.stack("import", {
      stackName: "management",
      run: () => Promise.resolve(build(configuration)),
      environment: { PATH: [languageHost, ...own.path, process.env["PATH"]].join(path.delimiter) },
    });
    const imported = resources.filter(({ id }) => id !== undefined).map(({ name }) => name!);
    await stack.up({ ...quiet, target: [urn] });
    await stack.import({ ...quiet, resources, nameTable, generateCode: false });

    /** What would change of each resource that is there. */
    const changes = new Map<string, string[]>();
    await stack.preview({
      ...quiet,
      onEvent: ({ resourcePreEvent }) => {
        const { op, urn: at, diffs } = resourcePreEvent?.metadata ?? {};
        const name = at?.split("::").at(-1) ?? "";
        if (imported.includes(name)) changes.set(name, op === "same" ? [] : op === "update" ? (diffs ?? []) : [op!]);
      },
    });
    // Nobody has given them the platform's tags, or its services access; how an account would be closed is only the engine's to
    // know. Everything else is as it is.
    const account = ["closeOnDeletion", "createGovcloud", "tagsAll"];
    expect(Object.fromEntries(changes)).to.deep.equal({
      "organization-organization": ["awsServiceAccessPrincipals"],
      "organization-unit-security": ["tagsAll"],
      "organization-unit-workloads": ["tagsAll"],
      "organization-unit-production-2": ["tagsAll"],
      "organization-account-security": account,
      "organization-account-shop-live": account,
    });

    await stack.up({ ...quiet, target: [...changes.keys()].map((name) => `**::${name}`) });
    changes.clear();
    await stack.preview({
      ...quiet,
      onEvent: ({ resourcePreEvent }) => {
        const { op, urn: at } = resourcePreEvent?.metadata ?? {};
        const name = at?.split("::").at(-1) ?? "";
        if (imported.includes(name)) changes.set(name, [op!]);
      },
    });
    expect(new Set([...changes.values()].flat())).to.deep.equal(new Set(["same"]));
    expect(changes.size).to.equal(imported.length);
  });
});
