import type { Phase } from '@countersign/authenticator-kit';
import type { SubgraphClient } from '@countersign/platform';
import type { Standing } from '../people.ts';

/** Identity as authentication asks it: people in a map and a phase, both changed by the test at will. */
export function fakeIdentity() {
  const people = new Map<string, Standing>();
  const state = { phase: 'PARALLEL' as Phase };
  const standing = (match: (one: Standing) => boolean) => {
    const found = [...people.values()].find(match);
    return found === undefined ? null : { ...found, phase: state.phase };
  };
  const client: SubgraphClient = {
    async request<T>(text: string, variables: Readonly<Record<string, unknown>>): Promise<T> {
      const answer = () => {
        if (text.includes('PersonByUserId'))
          return { person: { standing: standing((one) => one.userId === variables['userId']), phase: state.phase } };
        if (text.includes('PersonByUuid'))
          return { standing: standing((one) => one.profileUuid === variables['profileUuid']) };
        if (text.includes('PhaseInForce')) return { phase: state.phase };
        return Object.fromEntries(
          Object.entries(variables).map(([name, userId]) => [
            name.replace('u', 'p'),
            standing((one) => one.userId === userId),
          ]),
        );
      };
      return answer() as T;
    },
  };
  return { client, people, state, add: (one: Standing) => void people.set(one.profileUuid, one) };
}
