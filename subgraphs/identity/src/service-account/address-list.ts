import { BlockList, isIP } from 'node:net';

/** A range wider than this is no restriction. */
const SHORTEST_PREFIX = { 4: 8, 6: 32 } as const;
const LONGEST_PREFIX = { 4: 32, 6: 128 } as const;
const MOST_ADDRESSES = 20;

interface Range {
  readonly address: string;
  readonly family: 4 | 6;
  readonly prefix: number;
}

function rangeOf(text: string): Range | null {
  const [address = '', prefixText, ...more] = text.split('/');
  const family = isIP(address);
  if ((family !== 4 && family !== 6) || more.length > 0 || address.includes('%')) return null;
  if (prefixText === undefined) return { address, family, prefix: LONGEST_PREFIX[family] };
  const prefix = /^\d{1,3}$/.test(prefixText) ? Number(prefixText) : Number.NaN;
  return prefix >= SHORTEST_PREFIX[family] && prefix <= LONGEST_PREFIX[family] ? { address, family, prefix } : null;
}

/** The addresses in their written form, or null when one is none, a range is too wide, or there are none or too many. */
export function addressList(texts: readonly string[]): readonly string[] | null {
  const trimmed = texts.map((text) => text.trim().toLowerCase());
  if (trimmed.length === 0 || trimmed.length > MOST_ADDRESSES) return null;
  return trimmed.every((text) => rangeOf(text) !== null) ? [...new Set(trimmed)] : null;
}

/** True when the address lies in the list; an IPv4 address that arrives inside IPv6 counts as itself. */
export function addressAllowed(list: readonly string[], address: string): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  const allowed = new BlockList();
  for (const range of list.map(rangeOf)) {
    if (range !== null) allowed.addSubnet(range.address, range.prefix, range.family === 4 ? 'ipv4' : 'ipv6');
  }
  return allowed.check(address, family === 4 ? 'ipv4' : 'ipv6');
}
