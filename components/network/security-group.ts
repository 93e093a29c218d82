import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import { inputChecks } from "../input-checks";
import type { Monitoring } from "../observability/monitoring";

export interface SecurityGroupArgs {
  /** Where it is. */
  network: { readonly vpcId: pulumi.Output<string> };
  /** What is in it, 1 to 255 characters. AWS replaces the group when it changes. */
  description: string;
  tags?: Record<string, pulumi.Input<string>>;
}

const TYPE = "platform:network:SecurityGroup";
const PAGE = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html";

/**
 * A security group that lets nothing in or out until it is told to. Rules name another group rather than addresses, and
 * open both ends at once.
 *
 * @example database.allowFrom(functions, 3307, "Queries");
 */
export class SecurityGroup extends PlatformComponent {
  readonly group: aws.ec2.SecurityGroup;
  readonly id: pulumi.Output<string>;
  readonly monitoring: Monitoring;

  /** @throws InputError for a description that EC2 would refuse */
  constructor(name: string, args: SecurityGroupArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = inputChecks(TYPE, name);
    const form = /^[\w .:/()#,@[\]+=&;{}!$*-]{1,255}$/;
    check.matches(
      "description",
      args.description,
      form,
      "1 to 255 letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*",
      PAGE,
    );
    super("network", "SecurityGroup", name, opts);
    this.group = new aws.ec2.SecurityGroup(
      `${name}-group`,
      {
        vpcId: args.network.vpcId,
        description: args.description,
        // Rules are resources of their own, so that two groups can name each other.
        revokeRulesOnDelete: true,
        tags: { Name: name, ...args.tags },
      },
      this.childOptions(),
    );
    this.id = this.group.id;
    this.monitoring = { title: `Security group ${name}`, component: name, alarms: [], widgets: [] };
    this.registerOutputs({ id: this.id });
  }

  /**
   * Lets another group open TCP connections to this one, on one port.
   *
   * @param peer who connects
   * @param port 1 to 65535
   * @param description of the rules, what the connections are for
   * @returns the rules, to depend on
   * @throws InputError for a port that is none
   */
  allowFrom(peer: SecurityGroup, port: number, description: string): pulumi.Resource[] {
    inputChecks(TYPE, this.componentName).integer("port", port, 1, 65_535, PAGE);
    const rule = { ipProtocol: "tcp", fromPort: port, toPort: port, description };
    const ingress = new aws.vpc.SecurityGroupIngressRule(
      `${this.componentName}-from-${peer.componentName}-${port}`,
      { ...rule, securityGroupId: this.id, referencedSecurityGroupId: peer.id },
      this.childOptions(),
    );
    const egress = new aws.vpc.SecurityGroupEgressRule(
      `${peer.componentName}-to-${this.componentName}-${port}`,
      { ...rule, securityGroupId: peer.id, referencedSecurityGroupId: this.id },
      peer.childOptions(),
    );
    return [ingress, egress];
  }

  /**
   * Lets everybody open TCP connections, for a load balancer that serves the internet.
   *
   * @param port 80 or 443
   * @throws InputError for another port
   */
  allowFromInternet(port: 80 | 443): void {
    inputChecks(TYPE, this.componentName).oneOf("port", String(port), ["80", "443"], PAGE);
    new aws.vpc.SecurityGroupIngressRule(
      `${this.componentName}-from-internet-${port}`,
      {
        securityGroupId: this.id,
        ipProtocol: "tcp",
        fromPort: port,
        toPort: port,
        cidrIpv4: "0.0.0.0/0",
        description: "Visitors",
      },
      this.childOptions(),
    );
  }

  /**
   * Lets what is in the group open TCP connections to a group that somebody else keeps, which must let them in.
   *
   * @param name of the other group, for the rule's own
   * @returns the rule, to depend on
   */
  allowTo(name: string, groupId: pulumi.Input<string>, port: number, description: string): pulumi.Resource {
    inputChecks(TYPE, this.componentName).integer("port", port, 1, 65_535, PAGE);
    return this.letOut(name, port, { referencedSecurityGroupId: groupId, description });
  }

  /**
   * Lets what is in the group reach the addresses of a list that AWS keeps, such as those of S3.
   *
   * @returns the rule, to depend on
   */
  allowToPrefixList(name: string, prefixListId: pulumi.Input<string>, port: number): pulumi.Resource {
    return this.letOut(name, port, { prefixListId, description: `Calls of ${name}` });
  }

  private letOut(name: string, port: number, to: Partial<aws.vpc.SecurityGroupEgressRuleArgs>): pulumi.Resource {
    return new aws.vpc.SecurityGroupEgressRule(
      `${this.componentName}-to-${name}-${port}`,
      { securityGroupId: this.id, ipProtocol: "tcp", fromPort: port, toPort: port, ...to },
      this.childOptions(),
    );
  }
}
