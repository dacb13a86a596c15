import { readFileSync } from 'node:fs';

/** The composed supergraph as it was committed; `npm run schema` writes it and CI compares it with the code. */
export function supergraphSdl(): string {
  return readFileSync(new URL('../supergraph.graphql', import.meta.url), 'utf8');
}
