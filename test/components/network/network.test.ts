import { expect } from "chai";
import { Key } from "../../../components/encryption/key";
import { InputError } from "../../../components/input-error";
import { Network, type NetworkArgs } from "../../../components/network/network";
import { SecurityGroup } from "../../../components/network/security-group";
import { metricProblem } from "../../../components/observability/check-metric";
import { errorOf, record, recordBoth } from "../../support/record";
import { statementsOf } from "../encryption/least-privilege";

const SUBNET = "aws:ec2/subnet:Subnet";
const ACL = "aws:ec2/networkAcl:NetworkAcl";
const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const ROUTE = "aws:ec2/route:Route";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

function makeNetwork(args: Partial<NetworkArgs> = {}): Network {
  return new Network("net", { key: new Key("platform", { description: "Tests" }), ...args });
}

const existing = {
  vpcId: "vpc-1",
  cidrBlock: "10.0.0.0/16",
  subnetIds: { private: ["subnet-1", "subnet-2"] },
  privateRouteTableIds: ["rtb-1"],
};

/** With endpoints of its own. */
const ready = {
  ...existing,
  privateRouteTableIds: undefined,
  addEndpoints: false,
  endpointSecurityGroupId: "sg-1",
};

describe("Network", () => {
  it("spans three zones with three tiers, and has no way to the internet but the public tier's", async () => {
    const [{ ofType, one }, preview] = await recordBoth(() => makeNetwork());
    expect(preview.ofType(SUBNET)).to.have.length(9);
    expect(one("aws:ec2/vpc:Vpc").inputs).to.deep.include({
      cidrBlock: "10.20.0.0/16",
      enableDnsSupport: true,
      enableDnsHostnames: true,
    });
    expect(
      ofType(SUBNET).map(({ name, inputs }) => [
        name,
        inputs["cidrBlock"],
        inputs["availabilityZone"],
        inputs["mapPublicIpOnLaunch"],
      ]),
    ).to.deep.equal([
      ["net-public-1", "10.20.0.0/20", "eu-west-1a", false],
      ["net-public-2", "10.20.16.0/20", "eu-west-1b", false],
      ["net-public-3", "10.20.32.0/20", "eu-west-1c", false],
      ["net-private-1", "10.20.64.0/20", "eu-west-1a", false],
      ["net-private-2", "10.20.80.0/20", "eu-west-1b", false],
      ["net-private-3", "10.20.96.0/20", "eu-west-1c", false],
      ["net-isolated-1", "10.20.128.0/20", "eu-west-1a", false],
      ["net-isolated-2", "10.20.144.0/20", "eu-west-1b", false],
      ["net-isolated-3", "10.20.160.0/20", "eu-west-1c", false],
    ]);
    expect(ofType(ROUTE).map(({ inputs }) => inputs)).to.deep.equal([
      { routeTableId: "net-public-routes-id", destinationCidrBlock: "0.0.0.0/0", gatewayId: "net-internet-id" },
    ]);
    expect(ofType("aws:ec2/natGateway:NatGateway")).to.have.length(0);
  });

  it("associates each subnet with one route table", async () => {
    const { ofType } = await record(() => makeNetwork({ zones: 2 }));
    const pairs = ofType("aws:ec2/routeTableAssociation:RouteTableAssociation").map(({ inputs }) => [
      inputs["subnetId"],
      inputs["routeTableId"],
    ]);
    expect(pairs).to.have.deep.members([
      ["net-public-1-id", "net-public-routes-id"],
      ["net-public-2-id", "net-public-routes-id"],
      ["net-isolated-1-id", "net-isolated-routes-id"],
      ["net-isolated-2-id", "net-isolated-routes-id"],
      ["net-private-1-id", "net-private-1-routes-id"],
      ["net-private-2-id", "net-private-2-routes-id"],
    ]);
  });

  it("gives private subnets the NAT gateway of their zone, or the next one where there are fewer", async () => {
    const { ofType } = await record(() => makeNetwork({ natGateways: 2 }));
    const routes = ofType(ROUTE).filter(({ inputs }) => inputs["natGatewayId"]);
    expect(routes.map(({ inputs }) => [inputs["routeTableId"], inputs["natGatewayId"]])).to.have.deep.members([
      ["net-private-1-routes-id", "net-nat-1-id"],
      ["net-private-2-routes-id", "net-nat-2-id"],
      ["net-private-3-routes-id", "net-nat-1-id"],
    ]);
    expect(ofType("aws:ec2/natGateway:NatGateway").map(({ inputs }) => inputs["subnetId"])).to.deep.equal([
      "net-public-1-id",
      "net-public-2-id",
    ]);
  });

  it("closes the default group, and has a network ACL for each tier", async () => {
    const { one, ofType } = await record(() => makeNetwork());
    const closed = one("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup").inputs;
    expect(closed).not.to.have.any.keys("ingress", "egress");
    const rules = (name: string, direction: string) =>
      (one(ACL, name).inputs[direction] as Record<string, unknown>[]).map(
        ({ ruleNo, protocol, fromPort, toPort, cidrBlock }) =>
          [ruleNo, protocol, fromPort, toPort, cidrBlock].join(" "),
      );
    const inside = "100 -1 0 0 10.20.0.0/16";
    const answers = ["200 tcp 1024 3388 0.0.0.0/0", "201 tcp 3390 65535 0.0.0.0/0"];
    const web = ["300 tcp 443 443 0.0.0.0/0", "301 tcp 80 80 0.0.0.0/0"];
    expect(rules("net-public-acl", "ingress")).to.deep.equal([inside, ...answers, ...web]);
    expect(rules("net-private-acl", "ingress")).to.deep.equal([inside, ...answers]);
    expect(rules("net-private-acl", "egress")).to.deep.equal([inside, web[0]]);
    expect(rules("net-isolated-acl", "ingress")).to.deep.equal([inside]);
    expect(rules("net-isolated-acl", "egress")).to.deep.equal([inside]);
    expect(ofType(ACL).flatMap(({ inputs }) => inputs["subnetIds"])).to.have.length(9);
  });

  it("logs all traffic to an encrypted log group, with a role for that alone", async () => {
    const { one } = await record(() => makeNetwork({ logRetentionDays: 90 }));
    expect(one("aws:cloudwatch/logGroup:LogGroup").inputs).to.deep.equal({
      name: "/aws/vpc/net",
      retentionInDays: 90,
      kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/platform-key-id",
    });
    expect(one("aws:ec2/flowLog:FlowLog").inputs).to.deep.include({ trafficType: "ALL", vpcId: "net-vpc-id" });
    const { policy } = one("aws:iam/rolePolicy:RolePolicy").inputs;
    const group = "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/vpc/net";
    expect(statementsOf(policy)).to.deep.equal([
      {
        Sid: "WriteFlowLog",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: `${group}:log-stream:*`,
      },
      { Sid: "FindLogStreams", Effect: "Allow", Action: "logs:DescribeLogStreams", Resource: group },
      {
        Sid: "FindLogGroup",
        Effect: "Allow",
        Action: "logs:DescribeLogGroups",
        Resource: "arn:aws:logs:eu-west-1:111122223333:log-group:*",
      },
    ]);
    const trust = JSON.parse(one("aws:iam/role:Role").inputs["assumeRolePolicy"] as string) as { Statement: object[] };
    expect(trust.Statement[0]).to.deep.include({
      Principal: { Service: "vpc-flow-logs.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
    });
  });

  it("reaches S3 and DynamoDB from private subnets, the account's own and the layers of images alone", async () => {
    const { one } = await record(() => makeNetwork({ zones: 2 }));
    const s3 = one(ENDPOINT, "net-s3-endpoint").inputs;
    expect(s3).to.deep.include({
      vpcEndpointType: "Gateway",
      serviceName: "com.amazonaws.eu-west-1.s3",
      routeTableIds: ["net-private-1-routes-id", "net-private-2-routes-id"],
    });
    const account = { "aws:PrincipalAccount": "111122223333", "aws:ResourceAccount": "111122223333" };
    const own = { Sid: "OwnAccount", Effect: "Allow", Principal: "*", Action: "*", Resource: "*" };
    expect(statementsOf(s3["policy"])).to.deep.equal([
      { ...own, Condition: { StringEquals: account } },
      {
        Sid: "ImageLayers",
        Effect: "Allow",
        Principal: "*",
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*",
      },
    ]);
    const { policy } = one(ENDPOINT, "net-dynamodb-endpoint").inputs;
    expect(statementsOf(policy)).to.deep.equal([{ ...own, Condition: { StringEquals: account } }]);
  });

  it("makes an interface endpoint once, however often it is asked for", async () => {
    const { ofType, one } = await record(() => {
      const network = makeNetwork();
      network.addEndpoints("ecr.api", "logs");
      network.addEndpoints("logs");
    });
    expect(ofType(ENDPOINT).map(({ name }) => name)).to.have.members([
      "net-s3-endpoint",
      "net-dynamodb-endpoint",
      "net-ecr-api-endpoint",
      "net-logs-endpoint",
    ]);
    expect(one(ENDPOINT, "net-ecr-api-endpoint").inputs).to.deep.include({
      vpcEndpointType: "Interface",
      serviceName: "com.amazonaws.eu-west-1.ecr.api",
      privateDnsEnabled: true,
      subnetIds: ["net-private-1-id", "net-private-2-id", "net-private-3-id"],
      securityGroupIds: ["net-endpoints-group-id"],
    });
  });

  it("lets a group reach AWS, and nothing else", async () => {
    const { ofType } = await record(() => {
      const network = makeNetwork();
      network.allowAws(new SecurityGroup("tasks", { network, description: "Tasks" }));
    });
    expect(ofType(INGRESS).map(({ inputs }) => inputs)).to.deep.equal([
      {
        securityGroupId: "net-endpoints-group-id",
        referencedSecurityGroupId: "tasks-group-id",
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        description: "AWS services",
      },
    ]);
    expect(ofType(EGRESS).map(({ name }) => name)).to.have.members([
      "tasks-to-net-endpoints-443",
      "tasks-to-s3-443",
      "tasks-to-dynamodb-443",
    ]);
    for (const { inputs } of ofType(EGRESS)) expect(inputs).to.include({ fromPort: 443, toPort: 443 });
  });

  it("adopts a network as it is, and adds endpoints alone", async () => {
    const adopted = await record(() => makeNetwork({ existing }).addEndpoints("logs"));
    const made = adopted.all.filter(({ custom, type }) => custom && type.startsWith("aws:ec2/"));
    expect(made.map(({ name }) => name)).to.have.members([
      "net-endpoints-group",
      "net-s3-endpoint",
      "net-dynamodb-endpoint",
      "net-logs-endpoint",
    ]);
    expect(adopted.one(ENDPOINT, "net-logs-endpoint").inputs).to.deep.include({
      vpcId: "vpc-1",
      subnetIds: ["subnet-1", "subnet-2"],
    });
  });

  it("lets a group reach the endpoints that an adopted network has already, and changes nothing of theirs", async () => {
    const both = await recordBoth(() => {
      const network = makeNetwork({ existing: ready });
      expect(network.addEndpoints("logs")).to.have.length(0);
      network.allowAws(new SecurityGroup("tasks", { network, description: "Tasks" }));
    });
    for (const { all } of both) {
      const made = all.filter(({ custom, type }) => custom && /^aws:(ec2|vpc)\//.test(type));
      expect(made.map(({ name }) => name)).to.have.members([
        "tasks-group",
        "tasks-to-endpoints-443",
        "tasks-to-s3-443",
        "tasks-to-dynamodb-443",
      ]);
    }
    const rule = { securityGroupId: "tasks-group-id", ipProtocol: "tcp", fromPort: 443, toPort: 443 };
    expect(both[0].ofType(EGRESS).map(({ inputs }) => inputs)).to.have.deep.members([
      { ...rule, referencedSecurityGroupId: "sg-1", description: "AWS services" },
      { ...rule, prefixListId: "pl-of-com.amazonaws.eu-west-1.s3", description: "Calls of s3" },
      { ...rule, prefixListId: "pl-of-com.amazonaws.eu-west-1.dynamodb", description: "Calls of dynamodb" },
    ]);
  });

  it("refuses what makes no network, and says what does", async () => {
    const cases: [Partial<NetworkArgs>, RegExp][] = [
      [{ cidrBlock: "8.8.0.0/16" }, /cidrBlock is "8\.8\.0\.0\/16".*a private IPv4 block with a prefix of 16 to 24/],
      [{ cidrBlock: "10.0.0.0/25" }, /a prefix of 16 to 24/],
      [{ cidrBlock: "10.0.300.0/20" }, /a private IPv4 block/],
      [{ cidrBlock: "10.0.8.0/20" }, /start it where a block of that size starts/],
      [{ zones: 1 }, /zones is 1.*from 2 to 3/],
      [{ zones: 2, natGateways: 3 }, /natGateways is 3.*from 0 to 2/],
      [{ existing, zones: 2 }, /zones is 2.*leave it out/],
      [{ existing: { ...existing, subnetIds: { private: ["subnet-1"] } } }, /at least two zones/],
      [
        { existing: { ...existing, privateRouteTableIds: undefined } },
        /existing\.privateRouteTableIds is missing.*route tables of the private subnets.*S3 and DynamoDB.*addEndpoints: false/,
      ],
      [{ existing: { ...existing, privateRouteTableIds: [] } }, /existing\.privateRouteTableIds is \[\]/],
      [
        { existing: { ...existing, endpointSecurityGroupId: "sg-1" } },
        /existing\.endpointSecurityGroupId is "sg-1".*leave it out.*addEndpoints: false/,
      ],
      [
        { existing: { ...ready, endpointSecurityGroupId: undefined } },
        /existing\.endpointSecurityGroupId is missing.*security group of the interface endpoints/,
      ],
      [
        { existing: { ...ready, privateRouteTableIds: ["rtb-1"] } },
        /existing\.privateRouteTableIds is \["rtb-1"\].*leave it out/,
      ],
    ];
    for (const [args, message] of cases) {
      const error = await errorOf(() => makeNetwork(args));
      expect(error, JSON.stringify(args)).to.be.instanceOf(InputError);
      expect(error.message).to.match(message);
    }
  });

  it("watches NAT gateways, where it has any, by metrics that exist", async () => {
    const { result } = await record(() => makeNetwork({ natGateways: 1 }).monitoring);
    expect(result.alarms.map(({ name }) => name)).to.deep.equal(["nat-1-ports"]);
    for (const metric of [
      ...result.alarms.map((each) => each.metric),
      ...result.widgets.flatMap((each) => each.metrics),
    ])
      expect(metricProblem(metric)).to.equal(undefined);
    expect((await record(() => makeNetwork().monitoring)).result.alarms).to.have.length(0);
  });
});

describe("SecurityGroup", () => {
  it("lets nothing in or out by itself", async () => {
    const { one, ofType } = await record(() => {
      const network = makeNetwork({ existing });
      new SecurityGroup("tasks", { network, description: "Tasks" });
    });
    expect(one("aws:ec2/securityGroup:SecurityGroup", "tasks-group").inputs).not.to.have.any.keys("ingress", "egress");
    expect([...ofType(INGRESS), ...ofType(EGRESS)]).to.have.length(0);
  });

  it("opens to visitors the ports of the web alone", async () => {
    const make = (port: number) => () => {
      const network = makeNetwork({ existing });
      new SecurityGroup("balancer", { network, description: "Balancer" }).allowFromInternet(port as 80);
    };
    const { one } = await record(make(443));
    expect(one(INGRESS).inputs).to.include({ cidrIpv4: "0.0.0.0/0", fromPort: 443, toPort: 443 });
    expect((await errorOf(make(22))).message).to.match(/port is "22".*use one of "80", "443"/);
  });

  it("refuses a description that EC2 would refuse", async () => {
    const error = await errorOf(() => {
      new SecurityGroup("tasks", { network: makeNetwork({ existing }), description: "Größe" });
    });
    expect(error.message).to.match(/description is "Größe"/);
  });
});
