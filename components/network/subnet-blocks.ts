import { tiers, type Tier } from "./tiers";

/** Each tier gets four of sixteen equal blocks, of which as many are used as there are zones. */
const BLOCKS_PER_TIER = 4;
const NEW_BITS = 4;

/**
 * The address blocks of a network's subnets: sixteenths of its own, so that a zone can be added without moving another.
 *
 * @param cidrBlock the network's, for example `10.20.0.0/16`; a prefix of 16 to 24
 * @param zones how many, 2 or 3
 * @returns for each tier one block per zone, for example `10.20.64.0/20`
 */
export function subnetBlocks(cidrBlock: string, zones: number): Record<Tier, string[]> {
  const [address, prefix] = cidrBlock.split("/") as [string, string];
  const start = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const length = Number(prefix) + NEW_BITS;
  const size = 2 ** (32 - length);
  const block = (index: number) => `${dotted(start + index * size)}/${length}`;
  return Object.fromEntries(
    tiers.map((tier, row) => [tier, Array.from({ length: zones }, (_, zone) => block(row * BLOCKS_PER_TIER + zone))]),
  ) as Record<Tier, string[]>;
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}
