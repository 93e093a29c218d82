import type * as aws from "@pulumi/aws";
import type { Tier } from "./tiers";

/** A rule of a network ACL. */
export type AclRule = aws.types.input.ec2.NetworkAclIngress;

const WORLD = "0.0.0.0/0";

/** Ports that answers come back to, without that of remote desktops, which nothing here may answer on. */
const ANSWERS = [
  [1024, 3388],
  [3390, 65535],
] as const;

/**
 * The rules of a tier's network ACL. They know no connections, so answers have to be let in too: to the public tier from
 * the internet, to the private one from S3 and DynamoDB, whose gateway endpoints keep public addresses. The isolated tier
 * talks to the network alone. https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 *
 * @param cidrBlock the network's own
 */
export function aclRules(tier: Tier, cidrBlock: AclRule["cidrBlock"] & {}): { ingress: AclRule[]; egress: AclRule[] } {
  const inside: AclRule = { ruleNo: 100, action: "allow", protocol: "-1", fromPort: 0, toPort: 0, cidrBlock };
  const tcp = (ruleNo: number, fromPort: number, toPort: number): AclRule => {
    return { ruleNo, action: "allow", protocol: "tcp", fromPort, toPort, cidrBlock: WORLD };
  };
  const answers = ANSWERS.map(([from, to], index) => tcp(200 + index, from, to));
  const web = [tcp(300, 443, 443), tcp(301, 80, 80)];
  switch (tier) {
    case "public":
      return { ingress: [inside, ...answers, ...web], egress: [inside, ...answers, ...web] };
    case "private":
      return { ingress: [inside, ...answers], egress: [inside, tcp(300, 443, 443)] };
    case "isolated":
      return { ingress: [inside], egress: [inside] };
  }
}
