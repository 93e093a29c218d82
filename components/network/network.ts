import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { accountOf, type Account } from "../account";
import { PlatformComponent } from "../component";
import type { Monitoring } from "../observability/monitoring";
import { withOverrides } from "../overrides";
import { endpointPolicy } from "./endpoint-policy";
import { createFlowLog } from "./flow-log";
import { aclRules } from "./network-acl-rules";
import type { ExistingNetwork, InterfaceEndpointService, NetworkArgs } from "./network-args";
import { checkNetworkArgs } from "./network-check";
import { networkMonitoring } from "./network-monitoring";
import { SecurityGroup } from "./security-group";
import { subnetBlocks } from "./subnet-blocks";
import { tiers, type Tier } from "./tiers";

export type { ExistingNetwork, InterfaceEndpointService, NetworkArgs } from "./network-args";

const DEFAULT_BLOCK = "10.20.0.0/16";
const DEFAULT_ZONES = 3;
/** What is reached by gateways, which cost nothing. https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html */
const GATEWAY_SERVICES = ["s3", "dynamodb"] as const;
type GatewayService = (typeof GATEWAY_SERVICES)[number];

/**
 * A VPC with three tiers of subnets over two or three zones, a flow log, a network ACL for each tier, a default security
 * group that lets nothing through, and endpoints by which AWS is reached without the internet. Without NAT, which is the
 * default, nothing in it can call out.
 *
 * @example
 * const network = new Network("network", { key });
 * network.addEndpoints("ecr.api", "ecr.dkr", "logs");
 * const group = new SecurityGroup("tasks", { network, description: "The tasks" });
 * network.allowAws(group);
 *
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-best-practices.html
 */
export class Network extends PlatformComponent {
  readonly vpcId: pulumi.Output<string>;
  readonly cidrBlock: pulumi.Output<string>;
  /** By tier, one for each zone. */
  readonly subnetIds: Readonly<Record<Tier, pulumi.Output<string>[]>>;
  /**
   * The security group of the interface endpoints; what calls AWS needs a rule to it: {@link allowAws}. None in an adopted
   * network that has endpoints of its own.
   */
  readonly endpointGroup?: SecurityGroup;
  readonly monitoring: Monitoring;
  private readonly account: Account;
  /** The group of endpoints that were there before; none where they are added here. */
  private readonly foreignEndpointGroup?: pulumi.Input<string>;
  private readonly interfaceEndpoints = new Map<InterfaceEndpointService, aws.ec2.VpcEndpoint>();
  private readonly gateways = new Map<GatewayService, aws.ec2.VpcEndpoint>();

  /** @throws InputError for an address block, number of zones or mix of arguments that makes no network */
  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    checkNetworkArgs(name, args);
    super("network", "Network", name, opts);
    this.account = accountOf(this);
    this.foreignEndpointGroup = args.existing?.endpointSecurityGroupId;
    let routeTables: pulumi.Input<string>[];
    let natGateways: aws.ec2.NatGateway[] = [];
    if (args.existing) {
      const { vpcId, cidrBlock, privateRouteTableIds = [] } = args.existing;
      this.vpcId = pulumi.output(vpcId);
      this.cidrBlock = pulumi.output(cidrBlock);
      this.subnetIds = adopted(args.existing);
      routeTables = privateRouteTableIds;
    } else {
      const vpc = this.createVpc(args);
      this.vpcId = vpc.id;
      this.cidrBlock = vpc.cidrBlock;
      const subnets = this.createSubnets(args);
      this.subnetIds = mapTiers((tier) => subnets[tier].map(({ id }) => id));
      this.createAcls(args, subnets);
      natGateways = this.createNatGateways(args.natGateways ?? 0, subnets.public);
      const tables = this.createRoutes(args.zones ?? DEFAULT_ZONES, subnets, natGateways);
      routeTables = tables.map(({ id }) => id);
      createFlowLog({
        name,
        vpcId: this.vpcId,
        key: args.key,
        retentionDays: args.logRetentionDays ?? 30,
        account: this.account,
        opts: this.childOptions(),
      });
    }
    if (this.foreignEndpointGroup === undefined) {
      this.endpointGroup = new SecurityGroup(
        `${name}-endpoints`,
        { network: this, description: `Endpoints of the network ${name}` },
        { parent: this },
      );
      this.createGateways(routeTables);
    }
    this.monitoring = networkMonitoring({
      component: name,
      flowLogGroup: args.existing ? undefined : `/aws/vpc/${name}`,
      natGatewayIds: natGateways.map(({ id }) => id),
    });
    this.registerOutputs({ vpcId: this.vpcId, subnetIds: this.subnetIds });
  }

  /**
   * Makes services of AWS reachable from the private subnets, each once however often it is asked for. Each endpoint is
   * billed by the hour and zone. https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
   *
   * @param services as PrivateLink names them
   * @returns the endpoints, to depend on; none in an adopted network that has its own
   */
  addEndpoints(...services: InterfaceEndpointService[]): aws.ec2.VpcEndpoint[] {
    const { endpointGroup } = this;
    if (!endpointGroup) return [];
    return services.map((service) => {
      const endpoint = this.interfaceEndpoints.get(service) ?? this.createEndpoint(service, endpointGroup);
      this.interfaceEndpoints.set(service, endpoint);
      return endpoint;
    });
  }

  /**
   * Lets what is in a group call AWS: the interface endpoints, and S3 and DynamoDB.
   *
   * @returns the rules, to depend on
   */
  allowAws(group: SecurityGroup): pulumi.Resource[] {
    const endpoints = this.endpointGroup
      ? this.endpointGroup.allowFrom(group, 443, "AWS services")
      : [group.allowTo("endpoints", this.foreignEndpointGroup!, 443, "AWS services")];
    const gateways = GATEWAY_SERVICES.map((each) => group.allowToPrefixList(each, this.prefixListOf(each), 443));
    return [...endpoints, ...gateways];
  }

  private createVpc(args: NetworkArgs): aws.ec2.Vpc {
    const name = this.componentName;
    const tags = { Name: name, ...args.tags };
    const vpc = new aws.ec2.Vpc(
      `${name}-vpc`,
      withOverrides<aws.ec2.VpcArgs>(
        { cidrBlock: args.cidrBlock ?? DEFAULT_BLOCK, tags },
        args.overrides?.vpc,
        // Private names of endpoints need both.
        { enableDnsSupport: true, enableDnsHostnames: true },
      ),
      this.childOptions(),
    );
    // Adopts the group that AWS makes with each VPC, and takes its rules away.
    new aws.ec2.DefaultSecurityGroup(`${name}-default-group`, { vpcId: vpc.id, tags }, this.childOptions());
    return vpc;
  }

  private createSubnets(args: NetworkArgs): Record<Tier, aws.ec2.Subnet[]> {
    const zones = aws.getAvailabilityZonesOutput(
      // Local zones have to be opted into, and lack most services.
      { state: "available", filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }] },
      { parent: this },
    );
    const blocks = subnetBlocks(args.cidrBlock ?? DEFAULT_BLOCK, args.zones ?? DEFAULT_ZONES);
    return mapTiers((tier) =>
      blocks[tier].map((cidrBlock, zone) => {
        const name = `${this.componentName}-${tier}-${zone + 1}`;
        return new aws.ec2.Subnet(
          name,
          withOverrides<aws.ec2.SubnetArgs>(
            { mapPublicIpOnLaunch: false, tags: { Name: name, Tier: tier, ...args.tags } },
            args.overrides?.subnet,
            { vpcId: this.vpcId, cidrBlock, availabilityZone: zones.names.apply((names) => names[zone]!) },
          ),
          this.childOptions(),
        );
      }),
    );
  }

  private createAcls(args: NetworkArgs, subnets: Record<Tier, aws.ec2.Subnet[]>): void {
    for (const tier of tiers) {
      const name = `${this.componentName}-${tier}-acl`;
      new aws.ec2.NetworkAcl(
        name,
        {
          vpcId: this.vpcId,
          subnetIds: subnets[tier].map(({ id }) => id),
          ...aclRules(tier, args.cidrBlock ?? DEFAULT_BLOCK),
          tags: { Name: name, ...args.tags },
        },
        this.childOptions(),
      );
    }
  }

  private createNatGateways(count: number, subnets: aws.ec2.Subnet[]): aws.ec2.NatGateway[] {
    return subnets.slice(0, count).map((subnet, zone) => {
      const name = `${this.componentName}-nat-${zone + 1}`;
      const address = new aws.ec2.Eip(`${name}-address`, { domain: "vpc", tags: { Name: name } }, this.childOptions());
      return new aws.ec2.NatGateway(
        name,
        { subnetId: subnet.id, allocationId: address.id, tags: { Name: name } },
        this.childOptions(),
      );
    });
  }

  /** One table for all public and all isolated subnets; private ones have each its own, for the NAT of their zone. */
  private createRoutes(
    zones: number,
    subnets: Record<Tier, aws.ec2.Subnet[]>,
    natGateways: aws.ec2.NatGateway[],
  ): aws.ec2.RouteTable[] {
    const name = this.componentName;
    const gateway = new aws.ec2.InternetGateway(
      `${name}-internet`,
      { vpcId: this.vpcId, tags: { Name: name } },
      this.childOptions(),
    );
    const everywhere = "0.0.0.0/0";
    const open = this.createRouteTable("public", subnets.public);
    new aws.ec2.Route(
      `${name}-public-internet`,
      { routeTableId: open.id, destinationCidrBlock: everywhere, gatewayId: gateway.id },
      this.childOptions(),
    );
    this.createRouteTable("isolated", subnets.isolated);
    return Array.from({ length: zones }, (_, zone) => {
      const table = this.createRouteTable(`private-${zone + 1}`, [subnets.private[zone]!]);
      const natGateway = natGateways[zone % natGateways.length];
      if (natGateway)
        new aws.ec2.Route(
          `${name}-private-${zone + 1}-nat`,
          { routeTableId: table.id, destinationCidrBlock: everywhere, natGatewayId: natGateway.id },
          this.childOptions(),
        );
      return table;
    });
  }

  private createRouteTable(suffix: string, subnets: aws.ec2.Subnet[]): aws.ec2.RouteTable {
    const name = `${this.componentName}-${suffix}`;
    const table = new aws.ec2.RouteTable(
      `${name}-routes`,
      { vpcId: this.vpcId, tags: { Name: name } },
      this.childOptions(),
    );
    subnets.forEach((subnet, index) => {
      new aws.ec2.RouteTableAssociation(
        `${name}-routes-${index + 1}`,
        { routeTableId: table.id, subnetId: subnet.id },
        this.childOptions(),
      );
    });
    return table;
  }

  private createGateways(routeTableIds: pulumi.Input<string>[]): void {
    for (const service of GATEWAY_SERVICES)
      this.gateways.set(
        service,
        new aws.ec2.VpcEndpoint(
          `${this.componentName}-${service}-endpoint`,
          { ...this.endpoint(service), vpcEndpointType: "Gateway", routeTableIds },
          this.childOptions(),
        ),
      );
  }

  /** Addresses of a service, as its gateway names them: AWS keeps one list of each for a region. */
  private prefixListOf(service: GatewayService): pulumi.Output<string> {
    const gateway = this.gateways.get(service);
    if (gateway) return gateway.prefixListId;
    return aws.ec2.getPrefixListOutput({ name: this.serviceName(service) }, { parent: this }).id;
  }

  private createEndpoint(service: InterfaceEndpointService, group: SecurityGroup): aws.ec2.VpcEndpoint {
    return new aws.ec2.VpcEndpoint(
      `${this.componentName}-${service.replace(".", "-")}-endpoint`,
      {
        ...this.endpoint(service),
        vpcEndpointType: "Interface",
        privateDnsEnabled: true,
        subnetIds: this.subnetIds.private,
        securityGroupIds: [group.id],
      },
      this.childOptions(),
    );
  }

  private serviceName(service: string): pulumi.Output<string> {
    return pulumi.interpolate`com.amazonaws.${this.account.region}.${service}`;
  }

  private endpoint(service: string) {
    return {
      vpcId: this.vpcId,
      serviceName: this.serviceName(service),
      policy: endpointPolicy(service, this.account),
      tags: { Name: `${this.componentName}-${service}` },
    };
  }
}

function adopted({ subnetIds }: ExistingNetwork): Record<Tier, pulumi.Output<string>[]> {
  return mapTiers((tier) => (subnetIds[tier] ?? []).map((id) => pulumi.output(id)));
}

function mapTiers<T>(make: (tier: Tier) => T): Record<Tier, T> {
  return Object.fromEntries(tiers.map((tier) => [tier, make(tier)])) as Record<Tier, T>;
}
