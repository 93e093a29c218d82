import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { Table } from "../../../components/data/table";
import { Key } from "../../../components/encryption/key";
import { PublicZone } from "../../../components/names/public-zone";
import { signedHeaders } from "../../../sandbox/emulator/signed-headers";
import { clientOptions } from "../../../sandbox/verbs/running";
import { AccountProviders } from "../../../stacks/accounts";
import { releaseRetained } from "../../../tools/platform/stack-process/release-retained";
import { OwnStacks } from "../../support/own-stacks";
import { elements } from "../deployed/aws-call";

const NAME = "removed";
const ZONE = "removed.platform.test";

/** As production has it: with protection and retention by the engine, and by AWS where a service has one. */
describe("a stack that retains its table", function () {
  // Minutes at most, and many where others share the processor; only what hangs takes this long.
  this.timeout(1_200_000);
  let own: OwnStacks;
  before(async () => (own = await OwnStacks.create()));
  after(() => own?.remove());

  async function deployed() {
    const tables = new DynamoDBClient(clientOptions(own.emulator));
    const { TableNames } = await tables.send(new ListTablesCommand({})).finally(() => tables.destroy());
    const headers = signedHeaders("route53", own.emulator);
    const zones = await (await fetch(`${own.emulator.endpoint}/2013-04-01/hostedzone`, { headers })).text();
    return { table: TableNames!.includes(NAME), zone: elements(zones, "Name").includes(`${ZONE}.`) };
  }

  it("is removed with all else, and the table is still there, protected", async () => {
    const { accountId: id, region } = own.emulator;
    const stack = await own.stack(NAME, {
      run: () => {
        const account = { name: "sandbox", id, region, regions: [] };
        const { regional: provider } = new AccountProviders({ account, stack: "sandbox", tags: { Owner: "platform" } });
        const key = new Key(NAME, { description: "Data of a test" }, { provider });
        new Table(NAME, { tableName: NAME, key, partitionKey: { name: "id", type: "S" } }, { provider });
        new PublicZone(NAME, { zoneName: ZONE, key, removal: "destroy" }, { provider });
        return Promise.resolve({});
      },
    });
    const quiet = { suppressProgress: true, onOutput: () => undefined };
    await stack.up(quiet);
    expect(await deployed()).to.deep.equal({ table: true, zone: true });
    // Key and table; the alias of the key belongs to it.
    expect(await releaseRetained(stack)).to.equal(2);
    const { summary } = await stack.destroy(quiet);
    expect(summary.result).to.equal("succeeded");
    expect(await deployed()).to.deep.equal({ table: true, zone: false });
    const { deployment } = await stack.exportStack();
    expect((deployment as { resources?: object[] }).resources ?? []).to.deep.equal([]);
  });
});
