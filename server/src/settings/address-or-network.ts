import { isIP } from 'node:net';

/** The networks that have a name of their own where proxies are trusted. */
const named = ['loopback', 'linklocal', 'uniquelocal'];

/** True for an IP address, a network as `10.0.0.0/8`, or the name of a private one. */
export function isAddressOrNetwork(text: string): boolean {
  if (named.includes(text)) return true;
  const [address = '', prefix, ...others] = text.split('/');
  const bits = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  if (bits === 0 || others.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) >= 1 && Number(prefix) <= bits);
}
