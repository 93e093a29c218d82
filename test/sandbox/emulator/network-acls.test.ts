import { expect } from "chai";
import { signedHeaders } from "../../../sandbox/emulator/signed-headers";
import { runningEmulator } from "./running-emulator";

describe("network ACLs in the emulator", function () {
  this.timeout(120_000);

  /** Calls EC2, and gives the answer's text. */
  async function ec2(Action: string, parameters: Record<string, string> = {}): Promise<string> {
    const { endpoint } = await runningEmulator();
    const body = new URLSearchParams({ Action, Version: "2016-11-15", ...parameters });
    const headers = signedHeaders("ec2", { accountId: "111122223333", region: "eu-west-1" });
    return (await fetch(endpoint, { method: "POST", headers, body })).text();
  }
  const first = (text: string, tag: string) => new RegExp(`<${tag}>(.*?)</${tag}>`).exec(text)?.[1] ?? "";
  const aclsOf = (subnet: string) =>
    ec2("DescribeNetworkAcls", { "Filter.1.Name": "association.subnet-id", "Filter.1.Value.1": subnet });

  it("know a subnet's ACL from the start, and follow it to another", async () => {
    const vpc = first(await ec2("CreateVpc", { CidrBlock: "10.0.0.0/16" }), "vpcId");
    const subnet = first(await ec2("CreateSubnet", { VpcId: vpc, CidrBlock: "10.0.1.0/24" }), "subnetId");
    const before = await aclsOf(subnet);
    expect(before.match(/<vpcId>/g)).to.have.length(1);
    expect(before).to.contain("<default>true</default>");

    const acl = first(await ec2("CreateNetworkAcl", { VpcId: vpc }), "networkAclId");
    const association = new RegExp(
      `<networkAclAssociationId>([^<]*)</networkAclAssociationId>\\s*<networkAclId>[^<]*</networkAclId>\\s*<subnetId>${subnet}<`,
    ).exec(before)![1]!;
    await ec2("ReplaceNetworkAclAssociation", { AssociationId: association, NetworkAclId: acl });
    const after = await aclsOf(subnet);
    expect(after.match(/<vpcId>/g)).to.have.length(1);
    expect(first(after, "networkAclId")).to.equal(acl);
    expect(await aclsOf("subnet-0")).not.to.contain("<vpcId>");
  });

  it("keep the ports of a rule", async () => {
    const vpc = first(await ec2("CreateVpc", { CidrBlock: "10.1.0.0/16" }), "vpcId");
    const acl = first(await ec2("CreateNetworkAcl", { VpcId: vpc }), "networkAclId");
    const rule = { NetworkAclId: acl, RuleNumber: "200", Protocol: "6", CidrBlock: "0.0.0.0/0" };
    await ec2("CreateNetworkAclEntry", { ...rule, "PortRange.From": "80", "PortRange.To": "81" });
    const text = await ec2("DescribeNetworkAcls", { "NetworkAclId.1": acl });
    expect(text).to.contain("<portRange><from>80</from><to>81</to></portRange>");
  });
});
