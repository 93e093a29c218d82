import { coverEverything } from "./cidr";
import { isUnknown, unknown } from "./unknown";
import { isMissing, list, lower, numeric, text } from "./values";

/** What a rule of a security group or network ACL lets through, in one form. */
export interface Traffic {
  /** `tcp`, `udp`, `icmp`, `all`, another protocol's name or number, or unknown. */
  protocol: string | typeof unknown;
  /** Ports, both ends included; unknown where either end is. Every port where the protocol has none or all are meant. */
  ports: { from: number; to: number } | typeof unknown;
  /** The known ranges of addresses. */
  ranges: string[];
}

const protocolNames: Record<string, string> = {
  "-1": "all",
  all: "all",
  "6": "tcp",
  "17": "udp",
  "1": "icmp",
  "58": "icmpv6",
};

/** @param cidrs single values or lists of ranges, IPv4 and IPv6 alike */
export function traffic(protocol: unknown, fromPort: unknown, toPort: unknown, ...cidrs: unknown[]): Traffic {
  const name = isUnknown(protocol) ? unknown : protocolName(protocol);
  const ranges = cidrs
    .flatMap(list)
    .map(text)
    .filter((each) => each !== undefined && each !== "");
  return { protocol: name, ports: portsOf(name, fromPort, toPort), ranges: ranges as string[] };
}

function protocolName(protocol: unknown): string {
  const given = isMissing(protocol) ? "all" : (lower(protocol) ?? "all");
  return protocolNames[given] ?? given;
}

function portsOf(protocol: string | typeof unknown, fromPort: unknown, toPort: unknown): Traffic["ports"] {
  const everything = { from: 0, to: 65535 };
  if (protocol === "all") return everything;
  if (isUnknown(fromPort) || isUnknown(toPort)) return unknown;
  const from = numeric(fromPort);
  const to = numeric(toPort);
  if (from === undefined && to === undefined) return everything;
  if (from === -1 || to === -1) return everything;
  return { from: from ?? to!, to: to ?? from! };
}

/** True where the rule is known to let one of the protocols through to a port. */
export function reaches({ protocol, ports }: Traffic, protocols: string[], port: number): boolean {
  if (protocol === unknown || !["all", ...protocols].includes(protocol as string)) return false;
  return typeof ports === "object" && ports.from <= port && port <= ports.to;
}

/** The ports among `wanted` that the whole world reaches, over all the rules together. */
export function worldReaches(rules: Traffic[], protocols: string[], wanted: number[]): number[] {
  if (!rules.length) return [];
  return wanted.filter((port) =>
    coverEverything(rules.filter((rule) => reaches(rule, protocols, port)).flatMap((rule) => rule.ranges)),
  );
}
