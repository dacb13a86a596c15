type Member = readonly [string, unknown];

function members(value: object): readonly Member[] {
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/**
 * Writes a JSON value in one way only: members sorted by UTF-16 code units, no white space, as RFC 8785 3.2 does.
 * What JSON cannot carry is refused instead of being written as something else.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') {
    return `{${members(value)
      .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`)
      .join(',')}}`;
  }
  throw new TypeError(`A ${typeof value} has no canonical JSON.`);
}
