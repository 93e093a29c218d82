import { expect } from "chai";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { accountOf } from "../../components/account";
import { record, valueOf } from "../support/record";

class Parent extends pulumi.ComponentResource {
  constructor(name: string, provider?: aws.Provider) {
    super("test:index:Parent", name, {}, provider && { providers: [provider] });
  }
}

function providerOf(name: string, region: string, account: string): aws.Provider {
  return new aws.Provider(name, { region: region as aws.Region, allowedAccountIds: [account] });
}

describe("accountOf", () => {
  it("is the account, region and partition of the parent's provider", async () => {
    const { result } = await record(() =>
      pulumi.output(accountOf(new Parent("p", providerOf("a", "us-east-1", "444455556666")))),
    );
    expect(await valueOf(result)).to.deep.equal({
      id: "444455556666",
      region: "us-east-1",
      partition: "aws",
      dnsSuffix: "amazonaws.com",
    });
  });

  it("is asked once per provider, and apart for two", async () => {
    const asked: string[] = [];
    const { result } = await record(
      () => {
        const one = providerOf("one", "us-east-1", "444455556666");
        const two = providerOf("two", "eu-west-1", "777788889999");
        const accounts = [new Parent("a", one), new Parent("b", one), new Parent("c", two)].map(accountOf);
        return { same: accounts[0] === accounts[1], ids: pulumi.all(accounts.map(({ id }) => id)) };
      },
      { call: (token) => void asked.push(token) },
    );
    expect(result.same).to.equal(true);
    expect(await valueOf(result.ids)).to.deep.equal(["444455556666", "444455556666", "777788889999"]);
    expect(asked.filter((token) => token.endsWith("getCallerIdentity"))).to.have.length(2);
  });

  it("works for a parent with the default provider, in any partition", async () => {
    const identity = { accountId: "222233334444", region: "cn-north-1", partition: "aws-cn" };
    const { result } = await record(() => pulumi.output(accountOf(new Parent("p"))), { identity });
    expect(await valueOf(result)).to.include({ id: "222233334444", region: "cn-north-1", partition: "aws-cn" });
  });
});
