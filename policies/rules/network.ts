import { coverEverything } from "../core/cidr";
import { link } from "../core/links";
import type { Resource } from "../core/resource";
import { resourceRule, stackRule, type Finding } from "../core/rule";
import { worldReaches, traffic, type Traffic } from "../core/traffic";
import { isUnknown, unknown } from "../core/unknown";
import { isMissing, isTrue, lower, read } from "../core/values";

const group = "aws:ec2/securityGroup:SecurityGroup";
const defaultGroup = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
const eitherRule = "aws:ec2/securityGroupRule:SecurityGroupRule";
const ingressTypes = [group, defaultGroup, eitherRule, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"];
const egressTypes = [group, defaultGroup, eitherRule, "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"];

/** The rules of one direction, wherever they stand: inline in a group, or each a resource of its own. */
function rules(resource: Resource, direction: "ingress" | "egress"): Traffic[] {
  if (resource.type === eitherRule)
    return lower(resource.read("type")) === direction ? [asTraffic(resource.properties)] : [];
  if (resource.type.startsWith("aws:vpc/")) return [asTraffic(resource.properties)];
  return resource
    .list(direction)
    .filter((rule) => !isUnknown(rule))
    .map(asTraffic);
}

function asTraffic(rule: unknown): Traffic {
  const part = (path: string) => read(rule, path);
  const protocol = part("protocol") ?? part("ipProtocol");
  const ranges = ["cidrBlocks", "ipv6CidrBlocks", "cidrIpv4", "cidrIpv6"].map(part);
  return traffic(protocol, part("fromPort"), part("toPort"), ...ranges);
}

function openPorts(resource: Resource, protocols: string[], ports: number[]): Finding {
  const open = worldReaches(rules(resource, "ingress"), protocols, ports);
  return open.length > 0 && `the internet reaches port ${open.join(", ")}`;
}

const url = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html";

export const openAdminPorts = resourceRule({
  name: "sg-open-admin-ports",
  title: "No ingress from 0.0.0.0/0 or ::/0 reaches TCP 22 or 3389",
  why: "Every machine that answers there is tried with passwords all day.",
  severity: "critical",
  ids: [
    "CKV_AWS_24",
    "CKV_AWS_25",
    "Security Hub EC2.53",
    "Security Hub EC2.54",
    "CIS 5.2",
    "CIS 5.3",
    "cdk-nag EC2RestrictedSSH",
    "guard INCOMING_SSH_DISABLED",
    "AWS-0107",
  ],
  fix: "Use Session Manager, or name the addresses.",
  url,
  types: ingressTypes,
  check: (resource) => openPorts(resource, ["tcp"], [22, 3389]),
});

export const openHighRiskPorts = resourceRule({
  name: "sg-open-high-risk-ports",
  title: "Ingress from 0.0.0.0/0 or ::/0 does not reach the ports that FSBP lists as high-risk",
  why: "Behind them are file shares, mail, databases and consoles, which were not made for the internet.",
  severity: "critical",
  ids: ["FSBP EC2.19", "cdk-nag EC2RestrictedCommonPorts", "guard RESTRICTED_INCOMING_TRAFFIC"],
  fix: "Name the addresses or security groups that need the port.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html",
  settings: {
    ports: {
      type: "array",
      items: { type: "integer" },
      default: [
        20, 21, 22, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 3389, 4333, 5000, 5432, 5500, 5601, 8080, 8088,
        8888, 9200, 9300,
      ],
      description: "The ports.",
    },
  },
  types: ingressTypes,
  check: (resource, { ports }) => openPorts(resource, ["tcp", "udp"], ports),
});

export const openUnauthorizedPorts = resourceRule({
  name: "sg-open-unauthorized-ports",
  title: "Ingress from 0.0.0.0/0 or ::/0 is limited to TCP 80 and 443",
  why: "Everything else that the internet reaches was opened for somebody in particular.",
  severity: "high",
  ids: [
    "FSBP EC2.18",
    "AwsSolutions-EC23",
    "compliance-policies aws-ec2-securitygroup-disallow-public-internet-ingress",
  ],
  fix: "Name the addresses or security groups, or serve through 443.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html",
  settings: {
    ports: {
      type: "array",
      items: { type: "integer" },
      default: [80, 443],
      description: "TCP ports open to everyone.",
    },
  },
  types: ingressTypes,
  check: (resource, { ports }) => {
    const beyond = rules(resource, "ingress").filter((rule) => goesBeyond(rule, ports));
    // Halves of the address space in two rules for the same port are the whole too.
    const bySame = new Map<string, string[]>();
    for (const { protocol, ports: range, ranges } of beyond) {
      const key = `${String(protocol)} ${typeof range === "object" ? `${range.from}-${range.to}` : ""}`;
      bySame.set(key, [...(bySame.get(key) ?? []), ...ranges]);
    }
    const open = [...bySame.values()].some(coverEverything);
    return open && `the internet reaches more than TCP ${ports.join(" and ")}`;
  },
});

/** True where a rule is known to let more through than the allowed ports, whatever is not known about it. */
function goesBeyond({ protocol, ports: range }: Traffic, allowed: number[]): boolean {
  if (protocol !== unknown && protocol !== "tcp") return true;
  if (typeof range !== "object") return false;
  return Array.from({ length: Math.min(range.to - range.from + 1, allowed.length + 1) }, (_, i) => range.from + i).some(
    (port) => !allowed.includes(port),
  );
}

export const openEgress = resourceRule({
  name: "sg-open-egress",
  title: "No egress rule allows every protocol to 0.0.0.0/0 or ::/0",
  why: "What has been broken into calls home over whatever is open.",
  severity: "low",
  ids: ["CKV_AWS_382", "AWS-0104", "guard EC2_SECURITY_GROUP_EGRESS_OPEN_TO_WORLD_RULE"],
  fix: "Allow TCP 443 only, or the prefix lists of the VPC endpoints in use.",
  url,
  types: egressTypes,
  check: (resource) => {
    const all = rules(resource, "egress").filter(({ protocol }) => protocol === "all");
    return coverEverything(all.flatMap(({ ranges }) => ranges)) && "every protocol may go everywhere";
  },
});

export const ruleDescription = resourceRule({
  name: "sg-rule-description",
  title: "Every inline security-group rule has a description",
  why: "Nobody dares to remove a rule whose reason is not written down.",
  severity: "low",
  ids: [
    "CKV_AWS_23",
    "AwsSolutions-EC27",
    "AWS-0124",
    "compliance-policies aws-ec2-securitygroup-missing-ingress-rule-description",
    "compliance-policies aws-ec2-securitygroup-missing-egress-rule-description",
  ],
  fix: "Say in description what the rule is for.",
  url,
  types: [group, defaultGroup],
  check: (resource) =>
    (["ingress", "egress"] as const).flatMap((direction) =>
      resource.list(direction).map((rule, index) => {
        const description = read(rule, "description");
        return (
          !isUnknown(rule) &&
          !isUnknown(description) &&
          isMissing(description) &&
          `${direction}[${index}] has no description`
        );
      }),
    ),
});

export const defaultGroupClosed = resourceRule({
  name: "vpc-default-sg-closed",
  title: "A managed DefaultSecurityGroup has no ingress and no egress",
  why: "Whatever is made without a group lands in it.",
  severity: "high",
  ids: ["FSBP EC2.2", "CKV2_AWS_12", "cdk-nag VPCDefaultSecurityGroupClosed", "AWS-0173"],
  fix: "Leave ingress and egress out, and give everything a group of its own.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html",
  types: [defaultGroup],
  check: (resource) =>
    ["ingress", "egress"].map((direction) => {
      const given = resource.read(direction);
      return !isUnknown(given) && !isMissing(given) && `it has ${direction} rules`;
    }),
});

export const flowLogs = stackRule({
  name: "vpc-flow-logs",
  title: "Each VPC has a flow log",
  why: "It says who talked to whom, also when what talked is gone.",
  severity: "medium",
  ids: ["AwsSolutions-VPC7", "FSBP EC2.6", "CKV2_AWS_11", "AWS-0178"],
  fix: "Add an ec2 FlowLog with vpcId.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",
  types: ["aws:ec2/vpc:Vpc"],
  check: (stack) => {
    const vpcs = stack.ofType("aws:ec2/vpc:Vpc");
    const logs = stack.ofType("aws:ec2/flowLog:FlowLog").filter((log) => !isMissing(log.read("vpcId")));
    const logsOf = link(stack, { targets: vpcs, companions: logs, property: "vpcId", identifiers: ["id", "arn"] });
    return vpcs.map((vpc) => {
      const { certain, possible } = logsOf(vpc);
      return !certain.length && !possible.length && { resource: vpc, message: "it has no flow log" };
    });
  },
});

export const subnetPublicAddress = resourceRule({
  name: "subnet-public-ip",
  title: "mapPublicIpOnLaunch is not true",
  why: "Everything started in the subnet is on the internet unless somebody says otherwise.",
  severity: "medium",
  ids: [
    "FSBP EC2.15",
    "CKV_AWS_130",
    "AWS-0164",
    "cdk-nag VPCSubnetAutoAssignPublicIpDisabled",
    "guard SUBNET_AUTO_ASSIGN_PUBLIC_IP_DISABLED",
  ],
  fix: "Leave mapPublicIpOnLaunch out; give addresses to load balancers and NAT gateways only.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html",
  types: ["aws:ec2/subnet:Subnet", "aws:ec2/defaultSubnet:DefaultSubnet"],
  check: (subnet) => subnet.mustNotBeTrue("mapPublicIpOnLaunch"),
});

const aclRule = "aws:ec2/networkAclRule:NetworkAclRule";

export const networkAclAdminPorts = resourceRule({
  name: "nacl-open-admin",
  title: "No network ACL ingress rule allows 0.0.0.0/0 or ::/0 to TCP 22 or 3389",
  why: "The network ACL is the second lock; it should not be open where the first may be left open.",
  severity: "medium",
  ids: ["FSBP EC2.21", "CKV_AWS_229", "CKV_AWS_230", "CKV_AWS_231", "CKV_AWS_232", "AWS-0105"],
  fix: "Name the addresses, or leave both ports out of the rule.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html",
  types: [aclRule, "aws:ec2/networkAcl:NetworkAcl", "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl"],
  check: (resource) => {
    const egress = resource.read("egress");
    if (resource.type === aclRule && (isUnknown(egress) || isTrue(egress))) return undefined;
    const given = resource.type === aclRule ? [resource.properties] : resource.list("ingress");
    const allowed = given
      .filter((rule) => lower(read(rule, "ruleAction") ?? read(rule, "action")) === "allow")
      .map((rule) => {
        const part = (path: string) => read(rule, path);
        return traffic(part("protocol"), part("fromPort"), part("toPort"), part("cidrBlock"), part("ipv6CidrBlock"));
      });
    const open = worldReaches(allowed, ["tcp"], [22, 3389]);
    return open.length > 0 && `the internet may reach port ${open.join(", ")}`;
  },
});
