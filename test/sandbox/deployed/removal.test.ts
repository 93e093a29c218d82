import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { Table } from "../../../components/data/table";
import { Key } from "../../../components/encryption/key";
import { PublicZone } from "../../../components/names/public-zone";
import { clientOptions } from "../../../sandbox/verbs/running";
import { AccountProviders } from "../../../stacks/accounts";
import { OwnStacks } from "../../support/own-stacks";

const NAME = "removed";

/** As production has it: with protection and retention by the engine, and by AWS where a service has one. */
describe("a stack that would retain its data on AWS", function () {
  this.timeout(300_000);
  let own: OwnStacks;
  before(async () => (own = await OwnStacks.create()));
  after(() => own?.remove());

  it("is removed from the sandbox with its table and its zone, which nothing here is worth keeping", async () => {
    const { accountId: id, region } = own.emulator;
    const stack = await own.stack(NAME, {
      run: () => {
        const account = { name: "sandbox", id, region, regions: [] };
        const { regional: provider } = new AccountProviders({ account, stack: "sandbox", tags: { Owner: "platform" } });
        const key = new Key(NAME, { description: "Data of a test", removal: "destroy" }, { provider });
        new Table(NAME, { tableName: NAME, key, partitionKey: { name: "id", type: "S" } }, { provider });
        new PublicZone(NAME, { zoneName: "removed.platform.test", key }, { provider });
        return Promise.resolve({});
      },
    });
    const quiet = { suppressProgress: true, onOutput: () => undefined };
    const tables = async () => {
      const client = new DynamoDBClient(clientOptions(own.emulator));
      const { TableNames } = await client.send(new ListTablesCommand({})).finally(() => client.destroy());
      return TableNames;
    };
    await stack.up(quiet);
    expect(await tables()).to.include(NAME);
    const { summary } = await stack.destroy(quiet);
    expect(summary.result).to.equal("succeeded");
    expect(await tables()).not.to.include(NAME);
  });
});
