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

function listOf(ranges: readonly Range[]): BlockList {
  const list = new BlockList();
  for (const { address, prefix, family } of ranges) list.addSubnet(address, prefix, family === 4 ? 'ipv4' : 'ipv6');
  return list;
}

const ipv4InIpv6 = listOf([{ address: '::ffff:0:0', family: 6, prefix: 96 }]);

/** A range of IPv6 that holds IPv4 as well lets in far more of it than its prefix seems to say. */
function holdsIpv4(range: Range): boolean {
  return range.family === 6 && (ipv4InIpv6.check(range.address, 'ipv6') || listOf([range]).check('0.0.0.0', 'ipv4'));
}

function rangeOf(text: string): Range | null {
  const [address = '', prefixText, ...more] = text.split('/');
  const family = isIP(address);
  if ((family !== 4 && family !== 6) || more.length > 0 || address.includes('%')) return null;
  const prefix = prefixText === undefined ? LONGEST_PREFIX[family] : prefixOf(prefixText);
  const range = { address, family, prefix } as const;
  const isWide = !(prefix >= SHORTEST_PREFIX[family] && prefix <= LONGEST_PREFIX[family]);
  return isWide || holdsIpv4(range) ? null : range;
}

function prefixOf(text: string): number {
  return /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
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
  const allowed = listOf(list.map(rangeOf).filter((range) => range !== null));
  return allowed.check(address, family === 4 ? 'ipv4' : 'ipv6');
}
