/** Enough of an address to recognise one's own: first letter and domain, e.g. `c*****@example.com`. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  if (at < 1) return '*****';
  return `${address.slice(0, 1)}*****${address.slice(at)}`;
}
