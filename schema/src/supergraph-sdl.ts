import { readFileSync } from 'node:fs';
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';

const subgraphs = ['identity', 'approvals', 'authentication'] as const;

/**
 * The composed supergraph as it was committed; `npm run schema` writes it and CI compares it with the code. With SDL of
 * authenticators that are not the product's own it is composed anew, by the same rules: their fields join Authentication's.
 */
export function supergraphSdl(authenticators: readonly string[] = []): string {
  if (authenticators.length === 0) return committed('supergraph');
  const services = subgraphs.map((name) => ({
    name,
    url: `http://${name}.countersign.internal`,
    typeDefs: parse([committed(name), ...(name === 'authentication' ? authenticators : [])].join('\n')),
  }));
  const { supergraphSdl: composed, errors } = composeServices(services);
  if (composed !== undefined) return composed;
  const problems = (errors ?? []).map((error) => error.message).join('; ');
  throw new Error(`The fields of the installed authenticators do not compose with the product's: ${problems}`);
}

function committed(name: string): string {
  return readFileSync(new URL(`../${name}.graphql`, import.meta.url), 'utf8');
}
