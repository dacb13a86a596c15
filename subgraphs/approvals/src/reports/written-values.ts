function written(value: unknown): string {
  if (value === null || value === undefined || value === '') return '(none)';
  if (Array.isArray(value)) return value.length === 0 ? '(none)' : value.map(String).join(' ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function fieldsOf(json: string | null, left: readonly string[]): Readonly<Record<string, unknown>> {
  const values: unknown = json === null ? null : JSON.parse(json);
  return Object.fromEntries(Object.entries(values ?? {}).filter(([field]) => !left.includes(field)));
}

/** One side of a change as a cell of a report, some fields left out (W21): `email: old@abc.example; surname: CHAN`. */
export function writtenValues(json: string | null, left: readonly string[]): string {
  return Object.entries(fieldsOf(json, left))
    .map(([field, value]) => `${field}: ${written(value)}`)
    .join('; ');
}

/** The names of the fields on either side but those left out, which also those may know who see no values (A1). */
export function writtenFields(sides: readonly (string | null)[], left: readonly string[]): string {
  return [...new Set(sides.flatMap((side) => Object.keys(fieldsOf(side, left))))].join(' ');
}
