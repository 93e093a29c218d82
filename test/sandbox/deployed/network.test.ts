import { expect } from "chai";
import { outputs } from "../../support/sandbox";
import { elements, items, queryCall, text } from "./aws-call";

const TIERS = ["public", "private", "isolated"] as const;
const WORLD = "0.0.0.0/0";

/** No packet moves in the emulator, so these look at what was built: what AWS's network goes by. */
describe("the network", function () {
  this.timeout(60_000);
  const network = () => outputs()["network"] as { vpcId: string } & Record<string, string[]>;
  const ec2 = (action: string, input: Record<string, string> = {}) => queryCall("ec2", "2016-11-15", action, input);
  const ofVpc = (filter = "vpc-id") => ({ "Filter.1.Name": filter, "Filter.1.Value.1": network().vpcId });
  const subnetsOf = (tier: string) => network()[`${tier}SubnetIds`]!;

  it("has each tier in three zones, with blocks that do not overlap and no public addresses", async () => {
    const subnets = items(await ec2("DescribeSubnets", ofVpc()), "subnetSet");
    expect(subnets).to.have.length(9);
    expect(new Set(subnets.map((each) => text(each, "cidrBlock"))).size).to.equal(9);
    for (const tier of TIERS) {
      const mine = subnets.filter((each) => subnetsOf(tier).includes(text(each, "subnetId")));
      expect(new Set(mine.map((each) => text(each, "availabilityZone"))).size, tier).to.equal(3);
      for (const each of mine) expect(text(each, "mapPublicIpOnLaunch")).to.equal("false");
    }
  });

  it("lets the public tier alone out to the internet", async () => {
    const tables = items(await ec2("DescribeRouteTables", ofVpc()), "routeTableSet");
    const reachesInternet = (subnet: string) => {
      const table = tables.find((each) => elements(each, "subnetId").includes(subnet));
      expect(table, `route table of ${subnet}`).to.be.a("string");
      return items(table!, "routeSet").some((route) => text(route, "destinationCidrBlock") === WORLD);
    };
    for (const tier of TIERS)
      for (const subnet of subnetsOf(tier)) expect(reachesInternet(subnet), tier).to.equal(tier === "public");
    expect(items(await ec2("DescribeNatGateways", ofVpc()), "natGatewaySet")).to.deep.equal([]);
  });

  it("keeps the internet from the isolated tier even where a group is left open", async () => {
    const acls = items(await ec2("DescribeNetworkAcls", ofVpc()), "networkAclSet");
    const allowed = (tier: string) => {
      const acl = acls.find((each) => elements(each, "subnetId").includes(subnetsOf(tier)[0]!));
      expect(acl, `network ACL of ${tier}`).to.be.a("string");
      const entries = items(acl!, "entrySet").filter((entry) => text(entry, "ruleAction") === "allow");
      return (egress: boolean) =>
        entries.filter((entry) => text(entry, "egress") === String(egress)).map((entry) => text(entry, "cidrBlock"));
    };
    const [own] = items(await ec2("DescribeVpcs", { "VpcId.1": network().vpcId }), "vpcSet");
    const cidrBlock = text(own!, "cidrBlock");
    for (const egress of [true, false]) expect(allowed("isolated")(egress)).to.deep.equal([cidrBlock]);
    expect(allowed("public")(false)).to.include(WORLD);
  });

  it("has a default group that lets nothing through", async () => {
    const groups = items(await ec2("DescribeSecurityGroups", ofVpc()), "securityGroupInfo");
    const standard = groups.find((each) => text(each, "groupName") === "default");
    expect(items(standard!, "ipPermissions")).to.deep.equal([]);
    expect(items(standard!, "ipPermissionsEgress")).to.deep.equal([]);
  });

  it("passes on calls of this account alone, to S3 and DynamoDB on its own data alone", async () => {
    const endpoints = items(await ec2("DescribeVpcEndpoints", ofVpc()), "vpcEndpointSet");
    const services = endpoints.map((each) => text(each, "serviceName").split(".").slice(3).join("."));
    expect(services).to.include.members(["s3", "dynamodb", "ecr.api", "ecr.dkr", "logs"]);
    for (const [index, service] of services.entries()) {
      const policy = JSON.parse(text(endpoints[index]!, "policyDocument")) as { Statement: Record<string, any>[] };
      const { StringEquals } = policy.Statement[0]!["Condition"] as Record<string, object>;
      const { accountId } = outputs();
      const isGateway = service === "s3" || service === "dynamodb";
      expect(StringEquals, service).to.deep.equal({
        "aws:PrincipalAccount": accountId,
        ...(isGateway && { "aws:ResourceAccount": accountId }),
      });
    }
  });

  it("logs all traffic", async () => {
    const logs = items(await ec2("DescribeFlowLogs", ofVpc("resource-id")), "flowLogSet");
    expect(logs.map((each) => text(each, "trafficType"))).to.deep.equal(["ALL"]);
  });
});
