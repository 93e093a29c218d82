/** A range of addresses as numbers, both ends included. */
export interface Range {
  version: 4 | 6;
  first: bigint;
  last: bigint;
  /** Length of the prefix. */
  length: number;
}

/** Reads `10.0.0.0/8`, `2001:db8::/32`, `::ffff:0:0/96`; an address without a prefix is a range of one. */
export function parseCidr(text: string): Range | undefined {
  const [address = "", prefix, ...more] = text.trim().split("/");
  if (more.length) return undefined;
  const version = address.includes(":") ? 6 : 4;
  const bits = version === 4 ? 32 : 128;
  const value = version === 4 ? parseV4(address) : parseV6(address);
  if (value === undefined || (prefix !== undefined && !/^\d{1,3}$/.test(prefix))) return undefined;
  const length = prefix === undefined ? bits : Number(prefix);
  if (length > bits) return undefined;
  const size = 1n << BigInt(bits - length);
  const first = (value / size) * size;
  return { version, first, last: first + size - 1n, length };
}

/** True for a range that holds every address: `0.0.0.0/0`, `::/0`, and longer ways to write them. */
export function isOpenCidr(text: string): boolean {
  return parseCidr(text)?.length === 0;
}

/** True where ranges together hold every address of IPv4 or of IPv6, as `0.0.0.0/1` and `128.0.0.0/1` do. */
export function coverEverything(texts: string[]): boolean {
  if (texts.some(isOpenCidr)) return true;
  if (texts.length < 2) return false;
  const ranges = texts.map(parseCidr).filter((range) => range !== undefined);
  return ([4, 6] as const).some((version) => {
    const sorted = ranges.filter((range) => range.version === version).sort((a, b) => (a.first < b.first ? -1 : 1));
    let next = 0n;
    for (const range of sorted) {
      if (range.first > next) return false;
      if (range.last >= next) next = range.last + 1n;
    }
    return next === 1n << BigInt(version === 4 ? 32 : 128);
  });
}

function parseV4(address: string): bigint | undefined {
  const parts = address.split(".");
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function parseV6(address: string): bigint | undefined {
  const halves = address.split("::");
  if (halves.length > 2) return undefined;
  const groups = halves.map((half) => (half === "" ? [] : half.split(":").flatMap(expandV4)));
  const given = groups.flat();
  if (given.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  const missing = 8 - given.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const all = [...groups[0]!, ...Array<string>(missing).fill("0"), ...(groups[1] ?? [])];
  return all.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}

/** The last group may be written as an IPv4 address. */
function expandV4(group: string): string[] {
  if (!group.includes(".")) return [group];
  const value = parseV4(group);
  return value === undefined ? ["invalid"] : [(value / 65536n).toString(16), (value % 65536n).toString(16)];
}
